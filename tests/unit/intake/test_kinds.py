"""A file is what its bytes are, not what its name says."""

from pathlib import Path

import pillow_heif
import pytest

from domain.errors import NotADocument, WrongExtension
from pipeline.intake.kinds import check_extension, recognise
from pipeline.intake.source import SourceKind
from tests.unit.intake.scans import encoded, picture


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("format_", "kind"),
    [
        ("PDF", SourceKind.PDF),
        ("TIFF", SourceKind.TIFF),
        ("JPEG", SourceKind.JPEG),
        ("PNG", SourceKind.PNG),
        ("JPEG2000", SourceKind.JPEG2000),
    ],
)
def test_formats_are_told_by_content(tmp_path: Path, format_: str, kind: SourceKind) -> None:
    assert recognise(written(tmp_path, encoded(picture(), format_))) == (kind, False)


def test_heic_is_told_by_its_brand(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    pillow_heif.from_pillow(picture("RGB")).save(path)
    assert recognise(path) == (SourceKind.HEIC, False)


@pytest.mark.parametrize(("garbage", "taken"), [(0, True), (21, True), (1019, True), (1024, True), (1025, False)])
def test_a_pdf_may_begin_after_a_kilobyte_of_garbage(tmp_path: Path, garbage: int, taken: bool) -> None:
    path = written(tmp_path, b"\n" * garbage + b"%PDF-1.7\n")
    if taken:
        assert recognise(path) == (SourceKind.PDF, garbage > 0)
    else:
        with pytest.raises(NotADocument):
            recognise(path)


@pytest.mark.parametrize(
    "content",
    [
        "Kính gửi: Ủy ban nhân dân".encode(),
        b"GIF89a" + b"\0" * 100,
        b"PK\x03\x04 an archive with a page inside %PDF-1.4",
        b"MZ a program that calls itself %PDF-1.4",
        b"\x00",
        b"\x00\x00\x00\x1cftypavif",
        b"\x00\x00\x00\x1cftypmp42",
    ],
)
def test_other_formats_are_no_documents(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotADocument):
        recognise(written(tmp_path, content))


@pytest.mark.parametrize("name", ["scan.pdf", "SCAN.PDF", "scan", "scan.2026", "scan.pdf.bak"])
def test_a_name_that_promises_nothing_else_is_fine(name: str) -> None:
    check_extension(name, SourceKind.PDF)


@pytest.mark.parametrize("name", ["scan.jpg", "scan.docx", "scan.txt", "scan.pdf.exe", "scan.GIF"])
def test_a_name_that_promises_another_format_is_refused(name: str) -> None:
    with pytest.raises(WrongExtension) as refused:
        check_extension(name, SourceKind.PDF)
    assert refused.value.params["actual"] == "PDF"
    assert "PDF" in refused.value.message("vi")
