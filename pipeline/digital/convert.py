"""Digital PDF files become PDF/A that looks the same: unchanged, mended, through Ghostscript, or as pictures with text.

The source is only read. That matters most where it is signed: its bytes are the record, and what is made here is a
rendition that stands beside it.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVarTuple

import pikepdf
from pikepdf import pdfa

from domain.errors import InputError, NotConformant, NotConvertible, SohoaError
from domain.model import PageReading
from pipeline.check import ARCHIVE_FLAVOUR, PdfaValidator, PdfaVerdict, require_conformant
from pipeline.digital.comparing import looks_the_same, says_the_same
from pipeline.digital.geometry import shown_pages
from pipeline.digital.mending import write_mended
from pipeline.digital.texts import ENGINE, page_texts
from pipeline.intake import inspect
from pipeline.limits import Limits
from pipeline.preserve import ArchiveMetadata, build_archival
from pipeline.preserve.colour import add_output_intent
from pipeline.preserve.describing import describe
from pipeline.tools.child import in_child
from pipeline.tools.program import run_program

Ts = TypeVarTuple("Ts")

_SECONDS_PER_PAGE = 2.0


class Method(StrEnum):
    """How a file was converted."""

    AS_IS = "as_is"
    MENDED = "mended"
    GHOSTSCRIPT = "ghostscript"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Conversion:
    """How, and veraPDF's verdict on the result."""

    method: Method
    verdict: PdfaVerdict


def to_pdfa(
    source: Path, target: Path, metadata: ArchiveMetadata, validator: PdfaValidator, limits: Limits
) -> Conversion:
    """Write the PDF/A-2u of a draft that ``inspect`` let pass; ``target`` is written anew.

    As ``converted``; where that fails, its pages become pictures with the draft's own text above them, as far as that
    may be believed. A signed draft is taken as it is or not at all: the result of a case must not lose a signature.

    Raises:
        NotConvertible: no way gives a valid file that looks the same.
        ValidatorMissing, ProgramMissing: nothing can be proved or converted on this machine.
    """
    if (verdict := _taken_as_it_is(source, target, validator)) is not None:
        return Conversion(Method.AS_IS, verdict)
    if inspect(source, source.name, limits).signed:
        raise NotConvertible("the draft is signed and no valid PDF/A")
    try:
        return converted(source, target, metadata, validator, limits)
    except NotConvertible:
        return _as_pictures(source, target, metadata, validator, limits)


def converted(
    source: Path,
    target: Path,
    metadata: ArchiveMetadata,
    validator: PdfaValidator,
    limits: Limits,
    *,
    pages: Sequence[int] | None = None,
    as_it_is: bool = True,
) -> Conversion:
    """Write PDF/A-2u of the pages of a PDF that ``inspect`` let pass, with their fonts, vectors and text kept.

    A file that is valid already and wanted whole is copied byte for byte, signatures included. Otherwise the pages are
    mended where that suffices, and else written by Ghostscript; the marks of signatures become part of the page. The
    result is valid, looks the same and says the same, or there is none.

    Args:
        source: only read; a signed file stays the record, and the result is a rendition of it.
        target: written anew.
        metadata: what the result says about itself, unless it is a byte for byte copy.
        validator: proves the result.
        limits: of the programs used.
        pages: numbers of the pages wanted, ascending from 1: page i of the result is ``pages[i]``. All when None.
        as_it_is: whether a valid file may be copied. Not when the result's pages are to be taken over into another
            file, which would leave behind the form that holds the marks of signatures.

    Raises:
        NotConvertible: no way gives a valid file that looks and says the same, or the file is too much for the
            programs that would.
        ValidatorMissing, ProgramMissing, ProgramFailed: nothing can be proved or converted on this machine now.
    """
    every = _every_page(source, limits)
    wanted = every if pages is None else tuple(pages)
    if as_it_is and wanted == every and (verdict := _taken_as_it_is(source, target, validator)) is not None:
        return Conversion(Method.AS_IS, verdict)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".convert-") as folder:
        mended, draft = Path(folder) / "mended.pdf", Path(folder) / "draft.pdf"
        _written(write_mended, source, mended, wanted, limits=limits, pages=len(wanted))
        for method, write in _WAYS.items():
            try:
                write(mended, draft, metadata, limits, len(wanted))
                verdict = require_conformant(validator, draft)
                if looks_the_same(source, draft, limits, wanted) and says_the_same(mended, draft, limits):
                    draft.replace(target)
                    return Conversion(method, verdict)
            except (NotConformant, InputError):
                continue
    raise NotConvertible


def _every_page(source: Path, limits: Limits) -> tuple[int, ...]:
    try:
        return tuple(range(1, len(shown_pages(source, limits)) + 1))
    except InputError as error:
        raise NotConvertible(error.code) from error


def _taken_as_it_is(source: Path, target: Path, validator: PdfaValidator) -> PdfaVerdict | None:
    """The verdict on a file that is valid PDF/A-2u, after copying its bytes; None when it is not."""
    try:
        verdict = validator.validate(source)
    except SohoaError as error:
        if error.group == "unavailable":
            raise
        return None
    if not verdict.compliant or verdict.flavour != ARCHIVE_FLAVOUR:
        return None
    shutil.copyfile(source, target)
    return verdict


def _finish(raw: Path, target: Path, metadata: ArchiveMetadata, limits: Limits, pages: int) -> None:
    _written(write_finished, raw, target, metadata, limits=limits, pages=pages)


def _written(write: Callable[[*Ts], None], *args: *Ts, limits: Limits, pages: int) -> None:
    """Call ``write`` in a child process; what a file does to it there makes the file not convertible.

    Raises:
        NotConvertible: see above.
        ProgramFailed: no child could be started.
    """
    try:
        in_child(write, *args, timeout_s=_time_limit(limits, pages), memory_mb=limits.child_memory_mb)
    except InputError as error:
        raise NotConvertible(f"{error.code}: {error}") from error
    except SohoaError:
        raise
    except Exception as error:
        # Parsers of foreign formats raise anything at all: struct.error from font programs, RuntimeError, TypeError …
        raise NotConvertible(f"{type(error).__name__}: {error}") from error


def _by_ghostscript(mended: Path, target: Path, metadata: ArchiveMetadata, limits: Limits, pages: int) -> None:
    raw = target.with_name("raw.pdf")
    options = ["-dBATCH", "-dNOPAUSE", "-dQUIET", "-dSAFER", "-sDEVICE=pdfwrite", "-dPDFA=2"]
    colours = ["-sColorConversionStrategy=RGB", "-dPDFACompatibilityPolicy=1"]
    # Images are kept as they are: a result may hold a scanned plan.
    images = ["-dAutoFilterColorImages=false", "-dDownsampleColorImages=false", "-dDownsampleGrayImages=false"]
    done = run_program(
        ["gs", *options, *colours, *images, "-dColorImageFilter=/FlateEncode", f"-sOutputFile={raw}", mended.resolve()],
        timeout_s=_time_limit(limits, pages),
        memory_mb=limits.child_memory_mb,
    )
    if done.returncode != 0 or not raw.exists():
        raise NotConvertible(f"gs ended with {done.returncode}")
    _finish(raw, target, metadata, limits, pages)


_WAYS: dict[Method, Callable[[Path, Path, ArchiveMetadata, Limits, int], None]] = {
    Method.MENDED: _finish,
    Method.GHOSTSCRIPT: _by_ghostscript,
}


def write_finished(raw: Path, target: Path, metadata: ArchiveMetadata) -> None:
    """Give a file the colours' meaning and the metadata that PDF/A asks for. Call it inside ``in_child``."""
    with pikepdf.open(raw) as pdf:
        add_output_intent(pdf)
        describe(pdf, metadata)
        pdf.save(target, **pdfa.resolve_save_kwargs("2b", deterministic_id=True, min_version="1.7"))


def _as_pictures(
    source: Path, target: Path, metadata: ArchiveMetadata, validator: PdfaValidator, limits: Limits
) -> Conversion:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".convert-") as folder:
        draft = Path(folder) / "draft.pdf"
        try:
            readings = _believed_readings(source, limits)
            build_archival(source, "application/pdf", readings, metadata, draft, limits=limits)
            verdict = require_conformant(validator, draft)
            if looks_the_same(source, draft, limits):
                draft.replace(target)
                return Conversion(Method.PICTURES, verdict)
        except (NotConformant, InputError) as error:
            raise NotConvertible(error.code) from error
    raise NotConvertible


def _believed_readings(source: Path, limits: Limits) -> list[PageReading]:
    shown = shown_pages(source, limits)
    return [
        text.reading or PageReading(text.number, page.frame(text.number, limits), (), ENGINE)
        for text, page in zip(page_texts(source, limits), shown, strict=True)
    ]


def _time_limit(limits: Limits, pages: int) -> float:
    return limits.page_timeout_s + _SECONDS_PER_PAGE * pages
