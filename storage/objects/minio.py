"""Objects in a bucket of MinIO or of any other S3 store, under ``sha256/ab/cd/<digest>``.

Plain S3 only, so that the store can be exchanged. The SDK takes no conditional headers: an object that stands in its
full size is not sent again, and two writers at once send equal bytes under one name.
"""

import io
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

import structlog
import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from typing_extensions import override

from domain.errors import DigestMismatch, MissingObject, ObjectsUnavailable
from domain.model import Digest
from storage.objects.naming import (
    CHUNK_BYTES,
    appearing,
    copy_verified,
    digest_of,
    digest_of_file,
    fan_out,
    is_name,
)
from storage.objects.port import Objects

PREFIX = "sha256/"
PART_BYTES = 16 << 20
CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 60.0
ATTEMPTS = 4

_ABSENT = frozenset({"NoSuchKey", "NoSuchObject"})
_STANDS_ALREADY = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})

log = structlog.get_logger(__name__)


class MinioObjects(Objects):
    """The objects port on one bucket, which is made when it is missing. Safe to share between threads."""

    def __init__(self, client: Minio, bucket: str) -> None:
        self._client = client
        self._bucket = bucket
        self._bucket_stands = False
        self._making_bucket = threading.Lock()

    def __repr__(self) -> str:
        return f"MinioObjects({self._bucket!r})"

    @override
    def put(self, content: bytes, *, media_type: str = "application/octet-stream") -> Digest:
        digest = digest_of(content)
        self._send(io.BytesIO(content), digest, len(content), media_type)
        return digest

    @override
    def put_file(self, path: Path, *, media_type: str = "application/octet-stream") -> Digest:
        """As the port says.

        Raises:
            DigestMismatch: the file changed while it was being stored; nothing is kept.
        """
        with path.open("rb") as source:
            digest, size = digest_of_file(source)
            source.seek(0)
            self._send(source, digest, size, media_type)
        return digest

    @override
    def get(self, digest: Digest) -> bytes:
        content = io.BytesIO()
        copy_verified(self._received(digest), content.write, digest)
        return content.getvalue()

    @override
    def fetch(self, digest: Digest, target: Path) -> None:
        with appearing(target) as file:
            copy_verified(self._received(digest), file.write, digest)

    @override
    def open(self, digest: Digest) -> BinaryIO:
        """As the port says; the reader is an unnamed temporary file."""
        with ExitStack() as on_failure:
            file = cast(BinaryIO, on_failure.enter_context(tempfile.TemporaryFile()))
            copy_verified(self._received(digest), file.write, digest)
            file.seek(0)
            on_failure.pop_all()
        return file

    @override
    def holds(self, digest: Digest) -> bool:
        return is_name(digest) and self._stored_size(digest) is not None

    @override
    def names(self) -> list[Digest]:
        with self._reached():
            listed = self._client.list_objects(self._bucket, prefix=PREFIX, recursive=True)
            names = (str(each.object_name).rpartition("/")[2] for each in listed)
            return sorted(Digest(name) for name in names if is_name(name))

    @override
    def check(self) -> None:
        """As the port says; writes one small object under ``probe/``, always the same."""
        with self._reached():
            self._client.put_object(self._bucket, "probe/check", io.BytesIO(b"probe"), len(b"probe"))

    def _send(self, source: BinaryIO, digest: Digest, size: int, media_type: str) -> None:
        found = self._stored_size(digest)
        if found == size:
            return
        if found is not None:
            log.warning("object_healed", digest=digest, found_bytes=found, size_bytes=size)
        with self._reached():
            self._client.put_object(
                self._bucket,
                self._key(digest),
                cast(BinaryIO, _Expected(source, digest, size)),
                size,
                content_type=media_type,
                part_size=PART_BYTES,
                num_parallel_uploads=1,  # the SDK's pool would leave its threads behind when a part fails
            )

    def _stored_size(self, digest: Digest) -> int | None:
        key = self._key(digest)
        with self._reached():
            try:
                return self._client.stat_object(self._bucket, key).size
            except S3Error as error:
                if error.code in _ABSENT:
                    return None
                raise

    def _received(self, digest: Digest) -> Iterator[bytes]:
        key = self._key(digest)
        with self._reached(digest):
            response = self._client.get_object(self._bucket, key)
            try:
                yield from response.stream(CHUNK_BYTES)
            finally:
                response.close()
                response.release_conn()

    def _key(self, digest: Digest) -> str:
        return PREFIX + fan_out(digest)

    @contextmanager
    def _reached(self, digest: Digest | None = None) -> Iterator[None]:
        try:
            self._require_bucket()
            yield
        except S3Error as error:
            if digest is not None and error.code in _ABSENT:
                raise MissingObject(digest=digest) from error
            raise ObjectsUnavailable(f"{error.code}: {error.message}") from error
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
            raise ObjectsUnavailable(f"{type(error).__name__}: {error}") from error

    def _require_bucket(self) -> None:
        if self._bucket_stands:
            return
        with self._making_bucket:
            if not self._client.bucket_exists(self._bucket):
                try:
                    self._client.make_bucket(self._bucket)
                except S3Error as error:
                    if error.code not in _STANDS_ALREADY:
                        raise
            self._bucket_stands = True


class _Expected:
    """A reader that fails at the last byte, before it is sent, when the bytes are not those of the name."""

    def __init__(self, source: BinaryIO, digest: Digest, size: int) -> None:
        self._source = source
        self._digest = digest
        self._left = size
        self._sha256 = sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self._sha256.update(chunk)
        self._left -= len(chunk)
        if self._left <= 0 and self._sha256.hexdigest() != self._digest:
            raise DigestMismatch("the file changed while it was read", digest=self._digest)
        return chunk


def connect(endpoint: str, bucket: str, *, access_key: str, secret_key: str, secure: bool, region: str) -> MinioObjects:
    """The store at ``host:port``. Nothing is sent before the first call; no call waits without end.

    A call is tried ``ATTEMPTS`` times, with pauses that double from 0.2 s, where the network or the server fails.
    """
    http = urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT_S, read=READ_TIMEOUT_S),
        maxsize=16,
        retries=urllib3.Retry(total=ATTEMPTS - 1, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504)),
    )
    client = Minio(
        endpoint, access_key=access_key, secret_key=secret_key, secure=secure, region=region, http_client=http
    )
    return MinioObjects(client, bucket)
