"""What a run of the digitiser leaves in its output folder for one source."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from domain.errors import SohoaError, UnsafeName
from domain.model import Digest, Field
from pipeline.check import PdfaVerdict
from pipeline.digitize.outputs import copy_whole
from pipeline.files import write_whole
from pipeline.intake import Source
from pipeline.names import safe_stem
from pipeline.page import ReadWords
from pipeline.quality import MEASURES

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Digitized:
    """What became of one source: its fields and verdict, or the refusal. ``seconds`` is wall time.

    ``kept``: an earlier run had finished it, and nothing was done now. ``doubts``: page numbers with warning codes.
    """

    source: Path
    stem: str
    pages: int
    seconds: float
    fields: tuple[Field, ...] = ()
    verdict: PdfaVerdict | None = None
    refusal: SohoaError | None = None
    kept: bool = False
    doubts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a result depends on, and the digest of the PDF that came out."""

    key: str
    sha256: Digest


def kept_result(source: Path, stem: str, facts: Mapping[str, Any]) -> Digitized:
    """The result of an earlier run, as far as its facts are of use now."""
    pages = facts["pages"]
    doubts = tuple((int(page["number"]), str(code)) for page in pages for code in page["warnings"])
    return Digitized(source, stem, len(pages), 0.0, kept=True, doubts=doubts)


def as_json(
    result: Digitized,
    found: Source,
    read: Sequence[ReadWords],
    *,
    digest: Digest,
    made: Made,
    signatures: object,
) -> str:
    """What is known of a source that was digitised: fields with their evidence, pages, verdict.

    ``signatures`` is a report on those of the source, or None; it is written as it is.
    """
    verdict = result.verdict
    return json.dumps(
        {
            "source": {
                "name": result.source.name,
                "sha256": digest,
                "media_type": found.media_type,
                "signed": found.signed,
                "signatures": signatures,
                "warnings": list(found.warnings),
            },
            "made": {"key": made.key, "sha256": made.sha256},
            "fields": {one.name: _field_json(one) for one in result.fields},
            "pages": [_page_json(page) for page in read],
            "units": {measure.name: measure.unit for measure in MEASURES},
            "pdfa": {"conformant": verdict.compliant, "flavour": verdict.flavour} if verdict else None,
            "seconds": round(result.seconds, 3),
        },
        ensure_ascii=False,
        indent=1,
    )


def _field_json(one: Field) -> dict[str, object]:
    box = one.box
    return {
        "value": one.value,
        "raw": one.raw,
        "confidence": round(one.confidence, 3),
        "accepted": one.accepted,
        "page": one.page,
        "box": [round(side, 1) for side in (box.x0, box.y0, box.x1, box.y1)] if box else None,
        "source": one.source,
        "alternatives": list(one.alternatives),
        "rules": {verdict.rule: verdict.passed for verdict in one.rules},
    }


def _page_json(page: ReadWords) -> dict[str, object]:
    reading, frame = page.reading, page.reading.frame
    return {
        "number": reading.number,
        "width_px": frame.width_px,
        "height_px": frame.height_px,
        "dpi": round(frame.dpi, 1),
        "rotation": frame.rotation,
        "skew_deg": round(frame.skew_deg, 2),
        "words": len(reading.words),
        "measures": {name: round(value, 4) for name, value in reading.measures.items()},
        "warnings": list(reading.warnings),
        "steps": list(reading.steps),
        "engine": reading.engine,
        "seconds": round(page.seconds, 3),
    }


def set_aside(folder: Path, source: Path, stem: str, refusal: SohoaError) -> None:
    """Copy a refused source to the folder, with the reason beside it; two of one name do not meet.

    What cannot be copied, such as a file that may not be read, has its reason there alone.
    """
    folder.mkdir(exist_ok=True)
    name = _name_aside(source, stem, refusal)
    try:
        copy_whole(source, folder / name)
    except OSError as error:
        log.warning("refused_file_not_copied", error=type(error).__name__)
    reason = {"code": refusal.code, "vi": refusal.message("vi"), "en": refusal.message("en")}
    write_whole(folder / f"{name}.json", json.dumps(reason, ensure_ascii=False, indent=1))


def take_back(folder: Path, source: Path, stem: str) -> None:
    """Remove what an earlier run set aside of a source that is well now."""
    for name in (f"{stem}{source.suffix}", f"{stem}{source.suffix}.json"):
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # other files are there, or it never was
        folder.rmdir()


def _name_aside(source: Path, stem: str, refusal: SohoaError) -> str:
    return safe_stem(source.name) if isinstance(refusal, UnsafeName) else f"{stem}{source.suffix}"
