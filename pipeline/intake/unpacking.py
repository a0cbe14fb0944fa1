"""How large the streams of a PDF become, found out without ever holding them."""

import zlib
from collections.abc import Iterable, Iterator

import pikepdf

from domain.errors import DecompressionBomb
from pipeline.limits import Limits

_FLATE = {"/FlateDecode", "/Fl"}
_CODECS = {"/DCTDecode", "/CCITTFaxDecode", "/JPXDecode", "/JBIG2Decode", "/DCT", "/CCF"}
_HIGHEST_RATIO = 1032
"""Deflate cannot pack better than 1 : 1032, so a small stream needs no measuring."""
_PIECE_BYTES = 1024 * 1024


def check_streams(pdf: pikepdf.Pdf, limits: Limits) -> None:
    """Refuse a file of which a single stream unpacks to more than the limit.

    Image codecs are left packed: their pixels are judged from the image dictionaries.

    Raises:
        DecompressionBomb: a stream passes the limit, through any number of nested filters.
    """
    limit = limits.max_unpacked_mb * 1024 * 1024
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and _unpacks_beyond(item, limit):
            raise DecompressionBomb(limit_mb=limits.max_unpacked_mb)


def _unpacks_beyond(stream: pikepdf.Stream, limit: int) -> bool:
    filters = filter_names(stream)
    wrapping = filters[: next((place for place, name in enumerate(filters) if name in _CODECS), len(filters))]
    if not wrapping:
        return False
    packed = stream.read_raw_bytes()
    if not all(name in _FLATE for name in wrapping):
        return len(wrapping) == len(filters) and _unpacked_by_qpdf(stream) > limit
    if len(packed) * _HIGHEST_RATIO ** len(wrapping) <= limit:
        return False
    pieces: Iterable[bytes] = (packed,)
    for _ in wrapping:
        pieces = _inflated(pieces)
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            return True
    return False


def filter_names(stream: pikepdf.Stream) -> list[str]:
    """The filters of a stream, in the order in which they are undone."""
    filters = stream.get("/Filter", pikepdf.Array())
    return [str(name) for name in filters.as_list()] if isinstance(filters, pikepdf.Array) else [str(filters)]


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for packed in pieces:
            piece = unpacker.decompress(packed, _PIECE_BYTES)
            while piece:
                yield piece
                piece = unpacker.decompress(unpacker.unconsumed_tail, _PIECE_BYTES)
    except zlib.error:
        return  # a broken stream unpacks to what came before


def _unpacked_by_qpdf(stream: pikepdf.Stream) -> int:
    """Size by qpdf, for the old text filters and LZW: it holds the bytes, so memory is what bounds it."""
    try:
        return len(stream.read_bytes())
    except pikepdf.PikepdfError:
        return 0
