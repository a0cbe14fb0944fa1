"""Hostile and odd files from public sources end as their list of verdicts says, or as ``DEVIATIONS`` explains.

An accepted file is inspected and its first page read; a refused one gives its code; each within seconds, and its bytes
stay as they are. What the verdicts say of later steps (blank pages, fonts, signatures) is judged by those steps.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    InputError,
    NotADocument,
    NotConvertible,
    PageTooLarge,
    ValidatorMissing,
    WrongExtension,
)
from pipeline.check import VeraPdf
from pipeline.digital import PageKind, TextVerdict, page_texts
from pipeline.digital.convert import converted
from pipeline.intake import SourceKind, inspect
from pipeline.intake.images import page_image
from pipeline.limits import Limits
from pipeline.preserve import ArchiveMetadata
from pipeline.tools.child import in_child

LIMITS = Limits(inspect_timeout_s=20, page_timeout_s=20)
SECONDS = 20

REFUSED: dict[str, type[InputError]] = {
    "derived__empty.pdf": EmptyFile,
    "derived__flate_flate_512MB.pdf": PageTooLarge,
    "derived__jpeg_named.pdf": WrongExtension,
    "derived__scan_truncated_60pct.pdf": DamagedFile,
    "docspell__20K-gray.png": PageTooLarge,
    "dss__EmptyPage-corrupted.pdf": DamagedFile,
    "format-corpu__T01_006_header-invalid-syntax-no-pdf.pdf": NotADocument,
    "format-corpu__T02-02_002_page-tree-kids-links-recursive.pdf": DamagedFile,
    "format-corpu__T02-02_005_page-tree-no-kids.pdf": DamagedFile,
    "format-corpu__balloon_trunc2.jp2": DamagedFile,
    "format-corpu__simple-open-password.pdf": EncryptedFile,
    "ocrmypdf__hugemono.pdf": PageTooLarge,
    "ocrmypdf__invalid.pdf": DamagedFile,
    "paperless-ng__eml_with_umlaut.eml": NotADocument,
    "paperless-ng__encrypted.pdf": EncryptedFile,
    "pdfjs__poppler-85140-0.pdf": DamagedFile,
    "pdfjs__poppler-91414-0-53.pdf": DamagedFile,
    "pdfjs__xfa_issue14315.pdf": NotADocument,
    "pikepdf__378014596.pdf": DamagedFile,
    "pillow__broken_data_stream.png": DamagedFile,
    "pillow__crash-2020-10-test.tif": DamagedFile,
    "pillow_heif__corrupted.heic": DamagedFile,
    "pyhanko__malformed-encrypt-dict1.pdf": EncryptedFile,
    "qpdf__bad1.pdf": NotADocument,
    "qpdf__issue-141a.pdf": NotADocument,
    "qpdf__issue-335b.pdf": NotADocument,
}

WARNED: dict[str, str] = {
    "derived__scan_no_trailer.pdf": "repaired",
    "docspell__protected-test123.pdf": "encrypted_owner_only",
    "dss__pdf-with-empty-sig.pdf": "empty_signature_field",
    "format-corpu__corruptionOneByteMissing.pdf": "repaired",
    "format-corpu__pdf-17-header18.pdf": "unknown_pdf_version",
    "ocrmypdf__acroform.pdf": "form",
    "paperless-ng__invalid_pdf.pdf": "leading_garbage",
    "paperless-ng__signed.pdf": "encrypted_owner_only",
    "paperless-ng__simple-no-dpi.png": "resolution_assumed",
    "pdfjs__annotation-fileattachment.pdf": "attachments",
    "pdfjs__helloworld-bad.pdf": "repaired",
    "pdfjs__js-buttons.pdf": "javascript",
    "pocs__1016garbage.pdf": "leading_garbage",
    "pocs__deniable_removal_2_with_incremental_update.pdf": "incremental_updates",
    "pocs__javascript.pdf": "javascript",
    "pocs__launch.pdf": "launch_action",
    "qpdf__append-xref-loop.pdf": "repaired",
    "qpdf__bad10.pdf": "repaired",
    "qpdf__enc-XI-R6_V5_O_master.pdf": "encrypted_owner_only",
    "signserver-c__sample-certified-nochangesallowed.pdf": "certified",
    "signserver-c__sample-owner123.pdf": "encrypted_owner_only",
}

SIGNED = {
    "dss__hello_signed_INCSAVE_signed_EDITED.pdf",
    "dss__hide.pdf",
    "dss__pades-bes.pdf",
    "dss__pdf-byterange-overlap.pdf",
    "paperless-ng__signed.pdf",
    "pyhanko__tail-uncovered.pdf",
    "signserver-c__sample-certified-nochangesallowed.pdf",
}

BY_SIGNATURE_REPORT = "taken as signed: its bytes are kept, and the signature report calls the signature broken"
NOTHING_RUNS = "taken with a warning: its pages are only read as images, nothing in it is run or carried along"
DEVIATIONS: dict[str, str] = {
    "derived__jpeg_named.pdf": "refused: the officer should learn that the file is not what its name says",
    "dss__hello_signed_INCSAVE_signed_EDITED.pdf": BY_SIGNATURE_REPORT,
    "dss__hide.pdf": BY_SIGNATURE_REPORT,
    "dss__pdf-byterange-overlap.pdf": BY_SIGNATURE_REPORT,
    "pyhanko__tail-uncovered.pdf": BY_SIGNATURE_REPORT,
    "format-corpu__T01_006_header-invalid-syntax-no-pdf.pdf": "refused, as its verdict allows: no %PDF, no PDF",
    "ocrmypdf__enormous.pdf": "taken: 30 inches at 300 dpi are within a limit made for A0 drawings",
    "pdfjs__annotation-fileattachment.pdf": NOTHING_RUNS,
    "pdfjs__js-buttons.pdf": NOTHING_RUNS,
    "pocs__javascript.pdf": NOTHING_RUNS,
    "pocs__launch.pdf": NOTHING_RUNS,
    "pillow__multipage_single_frame_loop.tiff": "taken with its only frame, as its verdict allows",
}


@dataclass(frozen=True, slots=True)
class Case:
    path: Path
    sha256: str
    accepted: bool

    @property
    def name(self) -> str:
        return self.path.name


def cases() -> list[Case]:
    folder = Path(os.environ.get("SOHOA_SHARED") or Path(__file__).parents[3] / "shared") / "data"
    if not (folder / "MANIFEST.json").is_file():
        return []
    listed = json.loads((folder / "MANIFEST.json").read_text())["files"]
    return [
        Case(folder / entry["path"], entry["sha256"], entry["verdict"].startswith("accept"))
        for entry in listed
        if entry["category"] == "bad_input"
    ]


CASES = cases()


@pytest.mark.skipif(not CASES, reason="no public scans beside the work tree; SOHOA_SHARED may name their folder")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_ends_as_its_verdict_says(case: Case) -> None:
    expected_accepted = case.accepted is not (case.name in DEVIATIONS)
    assert expected_accepted is (case.name not in REFUSED)
    started = time.monotonic()
    if expected_accepted:
        taken(case)
    else:
        with pytest.raises(REFUSED[case.name]):
            inspect(case.path, case.name, LIMITS)
    assert time.monotonic() - started < SECONDS
    assert hashlib.sha256(case.path.read_bytes()).hexdigest() == case.sha256


def taken(case: Case) -> None:
    source = inspect(case.path, case.name, LIMITS)
    page = in_child(page_image, case.path, source.kind, 1, LIMITS, timeout_s=SECONDS, memory_mb=LIMITS.child_memory_mb)
    assert page.pixels.size > 0
    assert source.signed is (case.name in SIGNED)
    assert WARNED.get(case.name, "") in ("", *source.warnings, *page.warnings)


@pytest.mark.skipif(not CASES, reason="no public scans beside the work tree")
def test_a_misnamed_scan_is_taken_under_its_right_name() -> None:
    (misnamed,) = [case for case in CASES if case.name == "derived__jpeg_named.pdf"]
    assert inspect(misnamed.path, "scan.jpg", LIMITS).page_count == 1


PDFS = [case for case in CASES if case.name.endswith(".pdf") and case.name not in REFUSED]

TEXTS: dict[str, tuple[PageKind, TextVerdict]] = {
    "docspell__protected-test123.pdf": (PageKind.SCAN, TextVerdict.HIDDEN),
    "format-corpu__externalLink.pdf": (PageKind.DIGITAL, TextVerdict.TRUSTED),
    "ocrmypdf__blank.pdf": (PageKind.EMPTY, TextVerdict.MISSING),
    "ocrmypdf__ccitt.pdf": (PageKind.SCAN, TextVerdict.MISSING),
    "ocrmypdf__no_contents.pdf": (PageKind.EMPTY, TextVerdict.MISSING),
    "ocrmypdf__truetype_font_nomapping.pdf": (PageKind.DIGITAL, TextVerdict.GARBAGE),
    "paperless-ng__signed.pdf": (PageKind.DIGITAL, TextVerdict.TRUSTED),
    "paperless-ng__single-page-mixed.pdf": (PageKind.MIXED, TextVerdict.TRUSTED),
    "paperless-ng__tagged-but-no-text.pdf": (PageKind.SCAN, TextVerdict.MISSING),
    "pikepdf__cyclic-toc.pdf": (PageKind.EMPTY, TextVerdict.MISSING),
}
"""What the first page is, where a verdict says something about its text."""


@pytest.mark.skipif(not PDFS, reason="no public scans beside the work tree")
@pytest.mark.parametrize("case", PDFS, ids=lambda case: case.name)
def test_the_text_of_every_file_is_judged(case: Case) -> None:
    source = inspect(case.path, case.name, LIMITS)
    assert source.kind is SourceKind.PDF
    started = time.monotonic()
    texts = page_texts(case.path, LIMITS)
    assert time.monotonic() - started < SECONDS
    assert [text.number for text in texts] == list(range(1, source.page_count + 1))
    assert all((text.reading is None) is (text.verdict is not TextVerdict.TRUSTED) for text in texts)
    assert (texts[0].kind, texts[0].verdict) == TEXTS.get(case.name, (texts[0].kind, texts[0].verdict))
    assert hashlib.sha256(case.path.read_bytes()).hexdigest() == case.sha256


CONVERTED = {
    "derived__scan_no_trailer.pdf": False,
    "dss__hello_signed_INCSAVE_signed_EDITED.pdf": True,
    "format-corpu__pdf-17-header18.pdf": True,
    "ocrmypdf__truetype_font_nomapping.pdf": False,
    "pdfjs__js-buttons.pdf": True,
    "pikepdf__cyclic-toc.pdf": False,
    "pocs__launch.pdf": True,
    "pyhanko__tail-uncovered.pdf": True,
    "qpdf__append-xref-loop.pdf": True,
    "signserver-c__sample-certified-nochangesallowed.pdf": True,
}
"""Whether there is a way to keep fonts and text; where there is none, the pages become pictures."""


@pytest.fixture(scope="module")
def validator() -> Iterator[VeraPdf]:
    with VeraPdf() as started:
        try:
            started.version()
        except ValidatorMissing as missing:
            if os.environ.get("CI"):
                pytest.fail(f"veraPDF is not installed: {missing}", pytrace=False)
            pytest.skip(f"veraPDF is not installed: {missing}")
        yield started


@pytest.mark.skipif(not PDFS, reason="no public scans beside the work tree")
@pytest.mark.parametrize("case", [case for case in PDFS if case.name in CONVERTED], ids=lambda case: case.name)
def test_a_file_becomes_valid_pdfa_or_nothing(case: Case, validator: VeraPdf, tmp_path: Path) -> None:
    target = tmp_path / "converted.pdf"
    metadata = ArchiveMetadata("Tài liệu", datetime(2026, 11, 3, tzinfo=UTC), case.sha256)
    if CONVERTED[case.name]:
        assert converted(case.path, target, metadata, validator, LIMITS).verdict.compliant
        assert validator.validate(target, "2u").compliant
        assert not inspect(target, "converted.pdf", LIMITS).signed
    else:
        with pytest.raises(NotConvertible):
            converted(case.path, target, metadata, validator, LIMITS)
        assert list(tmp_path.iterdir()) == []
    assert hashlib.sha256(case.path.read_bytes()).hexdigest() == case.sha256
