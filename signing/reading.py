"""Opening PDF files whose author is unknown, and finding the signature fields in them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import extract_contents

from domain.errors import DamagedFile, EmptyFile, EncryptedFile, NoPages

_HEADER = b"%PDF-"
# Where readers look for the header; a common office product writes garbage before it.
_HEADER_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A filled signature field.

    ``contents`` is the signature as it stands in the file, zero padding included; None where it cannot be read.
    """

    name: str
    dictionary: generic.DictionaryObject
    subfilter: str | None = None
    contents: bytes | None = None

    @property
    def is_zeroed(self) -> bool:
        """Whether only zeros stand where the signature should: a program died while it signed."""
        return self.contents is not None and not any(self.contents)


def open_strictly(stream: BinaryIO) -> PdfFileReader:
    """Open a file that is to be signed.

    Raises:
        EmptyFile, NoPages, DamagedFile: nothing, or no sound PDF.
        EncryptedFile: encrypted in any way; an archive may not be.
    """
    reader = _reader(stream, strict=True)
    if reader.encrypted:
        raise EncryptedFile
    _probe(reader)
    return reader


def open_leniently(stream: BinaryIO) -> PdfFileReader:
    """Open a file whose signatures are to be verified: with small faults, garbage before it, or an empty password.

    Raises:
        EmptyFile, NoPages, DamagedFile: nothing, or nothing that can be read as PDF.
        EncryptedFile: only a password opens it.
    """
    reader = _reader(_from_header(stream), strict=False)
    if reader.encrypted:
        try:
            opened = reader.decrypt(b"").status is not AuthStatus.FAILED
        except Exception as error:
            raise EncryptedFile(type(error).__name__) from error
        if not opened:
            raise EncryptedFile
    _probe(reader)
    return reader


def signature_fields(reader: PdfFileReader) -> Iterator[SignatureField]:
    """The filled signature fields, in the order of the form.

    Raises:
        DamagedFile: the form cannot be read.
    """
    try:
        found = [(name, reference.get_object()) for name, _value, reference in enumerate_sig_fields(reader, True)]
    except Exception as error:
        raise DamagedFile(f"form: {type(error).__name__}") from error
    for name, dictionary in found:
        # pyHanko's string holds the open file, and reports are handed from process to process.
        yield _field(str(name), dictionary)


def field_names(reader: PdfFileReader) -> frozenset[str]:
    """Names of all signature fields, filled or not."""
    return frozenset(name for name, _value, _field in enumerate_sig_fields(reader))


def resolved(dictionary: generic.DictionaryObject, key: str) -> generic.PdfObject | None:
    """The value under a key, None without it. Follows references, which ``get`` does not."""
    try:
        value: generic.PdfObject = dictionary[key]
    except KeyError:
        return None
    return value


def _field(name: str, dictionary: generic.DictionaryObject) -> SignatureField:
    try:
        signature = resolved(dictionary, "/V")
        if not isinstance(signature, generic.DictionaryObject):
            return SignatureField(name, dictionary)
        return SignatureField(name, dictionary, str(resolved(signature, "/SubFilter")), extract_contents(signature))
    except Exception:
        # Any part of a foreign signature may be broken, down to its hexadecimal digits.
        return SignatureField(name, dictionary)


def _reader(stream: BinaryIO, *, strict: bool) -> PdfFileReader:
    if stream.seek(0, io.SEEK_END) == 0:
        raise EmptyFile
    try:
        return PdfFileReader(stream, strict=strict)
    except Exception as error:
        # The parser meets hostile bytes with errors of every kind, from its own to KeyError and RecursionError.
        raise DamagedFile(type(error).__name__) from error


def _probe(reader: PdfFileReader) -> None:
    """Read what every PDF has, so that a file that only looks like one fails here and not half-way."""
    try:
        pages = int(reader.root["/Pages"]["/Count"])
        reader.trailer.raw_get("/Size")
    except Exception as error:
        raise DamagedFile(type(error).__name__) from error
    if pages < 1:
        raise NoPages


def _from_header(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    start = stream.read(_HEADER_WITHIN + len(_HEADER)).find(_HEADER)
    if start <= 0:
        return stream
    # Offsets in such files count from the header.
    stream.seek(start)
    return cast(BinaryIO, io.BytesIO(stream.read()))
