"""What a run of the digitiser leaves in its output folder for one source."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import SohoaError, UnsafeName
from domain.model import Digest, Field
from pipeline.check import PdfaVerdict
from pipeline.files import write_whole
from pipeline.intake import Source
from pipeline.names import safe_stem
from pipeline.page import ReadWords


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


def kept_result(source: Path, stem: str, facts: Mapping[str, object]) -> Digitized:
    """The result of an earlier run, as far as its facts are of use now."""
    pages = facts.get("pages")
    return Digitized(source, stem, len(pages) if isinstance(pages, list) else 0, 0.0, kept=True)


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
    """Copy a refused source to the folder, with the reason beside it; two of one name do not meet."""
    folder.mkdir(exist_ok=True)
    name = f"{stem}{source.suffix}" if not isinstance(refusal, UnsafeName) else safe_stem(source.name)
    copy = folder / f".{name}.part"
    shutil.copyfile(source, copy)
    copy.replace(folder / name)
    reason = {"code": refusal.code, "vi": refusal.message("vi"), "en": refusal.message("en")}
    write_whole(folder / f"{name}.json", json.dumps(reason, ensure_ascii=False, indent=1))
