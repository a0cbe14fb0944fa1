"""Reading a multipart form as it arrives: files go straight to disk, and a limit ends the reading where it is passed.

Starlette's own form reading would store a file of any size before anybody could refuse it.
"""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from domain.errors import BadRequest, DiskFull, FileTooLarge

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_FILES = 100
MAX_VALUES = 200
MAX_VALUE_BYTES = 16 * 1024
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A received file: the name the sender gave it, not to be trusted, and where its bytes lie for now."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Form:
    """A read form: its files in order, and the text values by name."""

    files: tuple[Upload, ...]
    values: Mapping[str, str]

    def value(self, name: str) -> str | None:
        """A text value without surrounding space; ``None`` when it is missing or blank."""
        return self.values.get(name, "").strip() or None

    def required(self, name: str) -> str:
        """As ``value``. Raises ``BadRequest`` when it is missing or blank."""
        if (value := self.value(name)) is None:
            raise BadRequest(field=name)
        return value


@asynccontextmanager
async def received_form(request: Request, *, max_file_mb: int, scratch: Path | None = None) -> AsyncIterator[Form]:
    """Read the form of a request; its files are gone after the block.

    Raises:
        BadRequest: no multipart form, a broken one, or one with too many parts.
        FileTooLarge: a file passes the limit; the rest of the request is not read.
        DiskFull: the scratch folder takes no more.
    """
    with _folder_in(scratch) as folder:
        reader = _FormReader(Path(folder), max_file_mb, told_bytes=request.headers.get("content-length", ""))
        parser = MultipartParser(_boundary(request), reader.callbacks())
        try:
            async for chunk in request.stream():
                await run_in_threadpool(parser.write, chunk)
            parser.finalize()
        except (FormParserError, ClientDisconnect) as error:
            raise BadRequest(str(error), field="multipart/form-data") from error
        except OSError as error:
            raise DiskFull(str(error)) from error
        finally:
            reader.close()
        yield Form(tuple(reader.files), reader.values)


def _folder_in(scratch: Path | None) -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(dir=scratch, prefix="sohoa-upload-")
    except OSError as error:
        raise DiskFull(str(error)) from error


def _boundary(request: Request) -> bytes:
    media_type, options = parse_options_header(request.headers.get("content-type"))
    if media_type != b"multipart/form-data" or not options.get(b"boundary"):
        raise BadRequest(field="multipart/form-data")
    return options[b"boundary"]


@dataclass(slots=True)
class _Part:
    """The part being read: headers so far, then either a file or a value."""

    header: bytes = b""
    disposition: bytes = b""
    name: str = ""
    file_name: str | None = None
    target: BinaryIO | None = None
    content: bytearray = field(default_factory=bytearray)
    size: int = 0


class _FormReader:
    """The parser's callbacks, in the order in which they come."""

    def __init__(self, folder: Path, max_file_mb: int, *, told_bytes: str) -> None:
        self._folder = folder
        self._max_file_mb = max_file_mb
        self._told_mb = str(int(told_bytes) // MIB) if told_bytes.isdecimal() else f"> {max_file_mb}"
        self._part = _Part()
        self._header_value = b""
        self.files: list[Upload] = []
        self.values: dict[str, str] = {}

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_content,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def close(self) -> None:
        if self._part.target is not None:
            self._part.target.close()

    def _begin(self) -> None:
        self._part = _Part()

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._part.header += data[start:end]

    def _header_content(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _header_end(self) -> None:
        if self._part.header.lower() == b"content-disposition":
            self._part.disposition = self._header_value
        self._part.header = self._header_value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._part.disposition)
        self._part.name = _text(options.get(b"name", b""))
        if b"filename" in options:
            if len(self.files) == MAX_FILES:
                raise BadRequest(field=f"> {MAX_FILES} file")
            self._part.file_name = _text(options[b"filename"])
            self._part.target = (self._folder / str(len(self.files))).open("wb")
        elif len(self.values) == MAX_VALUES:
            raise BadRequest(field=self._part.name)

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        part.size += end - start
        if part.target is None:
            if part.size > MAX_VALUE_BYTES:
                raise BadRequest(field=part.name)
            part.content += data[start:end]
            return
        if part.size > self._max_file_mb * MIB:
            raise FileTooLarge(size_mb=self._told_mb, limit_mb=self._max_file_mb)
        part.target.write(data[start:end])

    def _end(self) -> None:
        part = self._part
        if part.target is None:
            self.values[part.name] = _text(bytes(part.content))
            return
        part.target.close()
        # A browser sends an unnamed empty file where none was chosen.
        if part.file_name or part.size:
            self.files.append(Upload(part.file_name or "", Path(part.target.name)))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")
