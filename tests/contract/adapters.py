"""What the suites hold in their hands besides the ports."""

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from minio import Minio

from domain.model import Digest
from storage.objects import open_objects
from storage.objects.naming import fan_out
from storage.objects.port import Objects

T = TypeVar("T")


@dataclass
class Clock:
    """A clock that stands until it is put forward."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


@dataclass
class Shelf:
    """An object store, and a hand that reaches past it."""

    objects: Objects
    url: str
    spoil: Callable[[Digest, bytes], None]
    """Puts other bytes under a name."""


def directory_shelf(root: Path) -> Shelf:
    def spoil(digest: Digest, content: bytes) -> None:
        place = root / fan_out(digest)
        place.chmod(0o644)
        place.write_bytes(content)

    return Shelf(open_objects(root.as_uri()), root.as_uri(), spoil)


def bucket_shelf(url: str, client: Minio, bucket: str) -> Shelf:
    def spoil(digest: Digest, content: bytes) -> None:
        client.put_object(bucket, f"sha256/{fan_out(digest)}", io.BytesIO(content), len(content))

    return Shelf(open_objects(url), url, spoil)


def run_at_once(call: Callable[[T], None], arguments: list[T]) -> None:
    """One thread per argument; an error in one of them fails the test, as pytest reports it."""
    threads = [threading.Thread(target=call, args=(argument,)) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
