"""The ground truth of a made document, in the form that scorers of real scans read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from samples.generator.paper import Paper


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """How the file was made. ``skew_deg`` is counter-clockwise, one number per page."""

    coding: str
    dpi: int
    skew_deg: tuple[float, ...]
    landscape_pages: tuple[int, ...]
    blank_pages: tuple[int, ...]
    signature_page: int
    level: str


def document_truth(paper: Paper, file_name: str, dossier_code: str, scan: ScanFacts) -> dict[str, object]:
    """All that is printed or written on a document, by field."""
    agency = paper.agency
    by_hand = [name for name, yes in (("number", paper.number_by_hand), ("day", paper.day_by_hand)) if yes]
    incoming = paper.incoming
    return {
        "id": Path(file_name).stem,
        "file": file_name,
        "dossier_code": dossier_code,
        "number": str(paper.number) if agency else None,
        "symbol": paper.code,
        "date": paper.issued.isoformat(),
        "place": paper.place,
        "issuing_agency": agency.name if agency else None,
        "parent_agency": agency.parent if agency else None,
        "type": paper.type_name,
        "abstract": paper.subject,
        "signers": [{"title": "\n".join(signer.title), "name": signer.name} for signer in paper.signers],
        "kinh_gui": list(paper.addressees),
        "noi_nhan": list(paper.recipients),
        "handwritten": by_hand if agency else ["form lines", "signer"],
        "urgency": None,
        "signature_page": scan.signature_page,
        "blank_pages": list(scan.blank_pages),
        "incoming_stamp": (
            {"agency": incoming.agency, "number": str(incoming.number), "date": incoming.day.isoformat()}
            if incoming
            else None
        ),
        "notes": f"made sample, {scan.level}",
        "page_count": len(scan.skew_deg),
        "properties": {
            "image_coding": [scan.coding],
            "dpi": [scan.dpi],
            "text_layer_words": 0,
            "landscape_pages": list(scan.landscape_pages),
            "skew_deg": [round(angle, 2) for angle in scan.skew_deg],
        },
    }


def write_truth(folder: Path, stem: str, facts: dict[str, object], page_texts: Sequence[str]) -> None:
    """Write ``<stem>.json`` and one ``<stem>.p<N>.txt`` per page."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    (folder / f"{stem}.json").write_text(text + "\n", encoding="utf-8")
    for number, page_text in enumerate(page_texts, start=1):
        (folder / f"{stem}.p{number}.txt").write_text(page_text, encoding="utf-8")
