"""Drafts of results become PDF/A that looks the same: unchanged, through Ghostscript, or as pictures with text."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import pdfa
from PIL import Image, ImageFilter

from domain.errors import InputError, NotConformant, NotConvertible, SohoaError
from pipeline.born_digital import born_digital_readings
from pipeline.check import ARCHIVE_FLAVOUR, PdfaValidator, PdfaVerdict, require_conformant
from pipeline.intake import inspect
from pipeline.limits import Limits
from pipeline.preserve import ArchiveMetadata, build_archival
from pipeline.preserve.archival import describe
from pipeline.preserve.colour import add_output_intent
from pipeline.tools.child import in_child
from pipeline.tools.program import run_program

COMPARED_DPI = 60
_BLUR_PX = 3
"""A renderer draws thin strokes lighter or darker than another does; over a letter's width that evens out."""

_MAX_APART = 45
"""Grey levels, of 255, that two blurred pages may differ by anywhere. A page of thin strokes drawn as a picture and as
fonts differs by up to 36; one word that is gone by 53."""


class Method(StrEnum):
    """How a draft was converted."""

    AS_IS = "as_is"
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

    A draft that is valid PDF/A-2u is taken as it is. A signed one is taken so or not at all: converting would break
    the signature. Otherwise fonts and vectors are kept where that gives valid PDF/A that looks the same, and else its
    pages become pictures with the draft's own text above them.

    Raises:
        NotConvertible: no way gives a valid file that looks the same.
        ValidatorMissing, ProgramMissing: nothing can be proved or converted on this machine.
    """
    if (verdict := _conformant(validator, source)) is not None:
        shutil.copyfile(source, target)
        return Conversion(Method.AS_IS, verdict)
    if inspect(source, source.name, limits).signed:
        raise NotConvertible("the draft is signed and no valid PDF/A")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".convert-") as folder:
        draft = Path(folder) / "draft.pdf"
        for method in (Method.GHOSTSCRIPT, Method.PICTURES):
            try:
                _WAYS[method](source, draft, metadata, limits)
                verdict = require_conformant(validator, draft)
                if looks_the_same(source, draft, limits):
                    draft.replace(target)
                    return Conversion(method, verdict)
            except (NotConformant, InputError):
                continue
    raise NotConvertible


def looks_the_same(one: Path, other: Path, limits: Limits) -> bool:
    """Whether two PDF files show the same pages, by drawing both at 60 dpi."""
    with tempfile.TemporaryDirectory(prefix="sohoa-compare-") as folder:
        drawn = [_drawn(path, Path(folder) / name, limits) for path, name in ((one, "one"), (other, "other"))]
        ours, theirs = ([_blurred(picture) for picture in pictures] for pictures in drawn)
    return len(ours) == len(theirs) and all(_alike(a, b) for a, b in zip(ours, theirs, strict=True))


def _conformant(validator: PdfaValidator, path: Path) -> PdfaVerdict | None:
    try:
        verdict = validator.validate(path)
    except SohoaError as error:
        if error.group == "unavailable":
            raise
        return None
    return verdict if verdict.compliant and verdict.flavour == ARCHIVE_FLAVOUR else None


def _by_ghostscript(source: Path, target: Path, metadata: ArchiveMetadata, limits: Limits) -> None:
    raw = target.with_name("raw.pdf")
    options = ["-dBATCH", "-dNOPAUSE", "-dQUIET", "-dSAFER", "-sDEVICE=pdfwrite", "-dPDFA=2"]
    colours = ["-sColorConversionStrategy=RGB", "-dPDFACompatibilityPolicy=1"]
    # Images are kept as they are: a result may hold a scanned plan.
    images = ["-dAutoFilterColorImages=false", "-dDownsampleColorImages=false", "-dDownsampleGrayImages=false"]
    done = run_program(
        ["gs", *options, *colours, *images, "-dColorImageFilter=/FlateEncode", f"-sOutputFile={raw}", source.resolve()],
        timeout_s=limits.page_timeout_s,
        memory_mb=limits.child_memory_mb,
    )
    if done.returncode != 0 or not raw.exists():
        raise NotConvertible(f"gs ended with {done.returncode}")
    in_child(_finish, raw, target, metadata, timeout_s=limits.page_timeout_s, memory_mb=limits.child_memory_mb)


def _finish(raw: Path, target: Path, metadata: ArchiveMetadata) -> None:
    with pikepdf.open(raw) as pdf:
        add_output_intent(pdf)
        describe(pdf, metadata)
        pdf.save(target, **pdfa.resolve_save_kwargs("2b", deterministic_id=True, min_version="1.7"))


def _as_pictures(source: Path, target: Path, metadata: ArchiveMetadata, limits: Limits) -> None:
    readings = born_digital_readings(source, limits)
    build_archival(source, "application/pdf", readings, metadata, target, limits=limits)


_WAYS = {Method.GHOSTSCRIPT: _by_ghostscript, Method.PICTURES: _as_pictures}


def _drawn(path: Path, prefix: Path, limits: Limits) -> Iterator[Path]:
    done = run_program(
        ["pdftoppm", "-gray", "-r", str(COMPARED_DPI), path.resolve(), prefix],
        timeout_s=limits.page_timeout_s,
        memory_mb=limits.child_memory_mb,
    )
    if done.returncode != 0:
        raise NotConvertible(f"pdftoppm ended with {done.returncode}")
    return iter(sorted(prefix.parent.glob(f"{prefix.name}-*.pgm")))


def _blurred(picture: Path) -> NDArray[np.uint8]:
    with Image.open(picture) as image:
        return np.asarray(image.convert("L").filter(ImageFilter.GaussianBlur(_BLUR_PX)))


def _alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    if abs(one.shape[0] - other.shape[0]) > 1 or abs(one.shape[1] - other.shape[1]) > 1:
        return False
    height, width = np.minimum(one.shape, other.shape)
    apart = np.abs(one[:height, :width].astype(np.int16) - other[:height, :width])
    return int(apart.max()) <= _MAX_APART
