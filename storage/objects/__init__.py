"""Objects: bytes named by their SHA-256, in a directory or in an S3 bucket."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from domain.errors import BadSettings
from storage.objects import minio
from storage.objects.directory import DirectoryObjects
from storage.objects.port import Objects

__all__ = ["Objects", "open_objects"]

KEY_VARIABLE = "SOHOA_OBJECTS_ACCESS_KEY"
SECRET_VARIABLE = "SOHOA_OBJECTS_SECRET_KEY"  # noqa: S105 - a variable's name, no secret


def open_objects(url: str, environment: Mapping[str, str] = os.environ) -> Objects:
    """The object store at an address.

    Args:
        url: ``file:///path``, a plain path, or ``s3://[KEY:SECRET@]host[:port]/bucket[?secure=false&region=…]``.
            ``secure`` is true and ``region`` is ``us-east-1`` when not said.
        environment: where ``SOHOA_OBJECTS_ACCESS_KEY`` and ``SOHOA_OBJECTS_SECRET_KEY`` stand, or the same names
            with ``_FILE`` for files that hold them, when the address has no keys.

    Raises:
        BadSettings: the address is of no known form, or the keys are missing.
        ObjectsUnavailable: the directory cannot be made.
    """
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return _open_bucket(parts, environment)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"} and parts.path:
        return DirectoryObjects(Path(unquote(parts.path)))
    if not parts.scheme and url:
        return DirectoryObjects(Path(url))
    # The address is not repeated: it may hold a secret.
    raise BadSettings("no object store address", setting="objects")


def _open_bucket(parts: SplitResult, environment: Mapping[str, str]) -> Objects:
    bucket = parts.path.strip("/")
    query = parse_qs(parts.query)
    if not parts.hostname or not bucket or "/" in bucket or query.keys() - {"secure", "region"}:
        raise BadSettings("an s3 address is s3://[KEY:SECRET@]host[:port]/bucket", setting="objects")
    secure = query.get("secure", ["true"])[-1].lower()
    if secure not in {"true", "false"}:
        raise BadSettings("secure is true or false", setting="objects")
    try:
        return minio.connect(
            parts.netloc.rpartition("@")[2],
            bucket,
            access_key=unquote(parts.username or "") or _secret(KEY_VARIABLE, environment),
            secret_key=unquote(parts.password or "") or _secret(SECRET_VARIABLE, environment),
            secure=secure == "true",
            region=query.get("region", ["us-east-1"])[-1],
        )
    except ValueError:
        raise BadSettings("the host of the s3 address is not valid", setting="objects") from None


def _secret(variable: str, environment: Mapping[str, str]) -> str:
    if value := environment.get(variable):
        return value
    file = environment.get(f"{variable}_FILE")
    if not file:
        raise BadSettings(f"neither {variable} nor {variable}_FILE is set", setting=variable)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSettings(f"{variable}_FILE cannot be read", setting=f"{variable}_FILE") from None
