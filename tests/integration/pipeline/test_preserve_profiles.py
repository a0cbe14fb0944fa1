"""Profiles, levels, outline and kept pages: all of it valid PDF/A, and true to the source as its profile promises."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from domain.model import PageFrame, PageReading
from pipeline.intake.images import page_image
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from pipeline.preserve import (
    ArchiveMetadata,
    KeptPages,
    PdfaLevel,
    PreservationProfile,
    Section,
)
from pipeline.preserve.archival import ArchivalOrder, build_archival, write_archival
from pipeline.preserve.similarity import structural_similarity
from tests.unit.pipeline.drawn import words_on_line
from tests.unit.pipeline.test_recompress import stamped

METADATA = ArchiveMetadata("Công văn", datetime(2026, 11, 3, 2, 30, tzinfo=UTC), "cd" * 32)
SHARED = Path(os.environ.get("SOHOA_SHARED", Path(__file__).parents[4] / "shared")) / "data"
DPI = 300
KINDS = {".pdf": SourceKind.PDF, ".jpg": SourceKind.JPEG, ".png": SourceKind.PNG, ".jp2": SourceKind.JPEG2000}


@pytest.fixture(scope="module")
def scan(tmp_path_factory) -> Path:
    """A heavy colour page of 300 dpi with stamp and signature."""
    path = tmp_path_factory.mktemp("scan") / "page.jpg"
    Image.fromarray(stamped(DPI)).save(path, "JPEG", quality=96, subsampling=0, dpi=(DPI, DPI))
    return path


def reading(path: Path, number: int = 1) -> PageReading:
    image = page_image(path, KINDS[path.suffix], number)
    words = words_on_line("Kính gửi: Sở Nội vụ", x=200, y=400, height=40)
    return PageReading(number, PageFrame(image.width_px, image.height_px, image.dpi), tuple(words), "test")


def write(path: Path, target: Path, **choices: object) -> Path:
    readings = choices.pop("readings", None) or (reading(path),)
    order = ArchivalOrder(path, KINDS[path.suffix], tuple(readings), METADATA, Limits(), **choices)  # type: ignore[arg-type]
    assert write_archival(order, target)
    return target


def drawn(path: Path) -> np.ndarray:
    """The first page in grey at 100 dpi."""
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-singlefile", path, path.with_suffix("")], check=True)
    return np.asarray(Image.open(path.with_suffix(".pgm")))


@pytest.mark.parametrize("level", PdfaLevel)
@pytest.mark.parametrize("profile", PreservationProfile)
def test_every_profile_is_valid_in_every_level(profile, level, scan, validator, tmp_path):
    target = write(scan, tmp_path / "copy.pdf", profile=profile, level=level)
    verdict = validator.validate(target, level.value)
    assert (verdict.compliant, verdict.flavour) == (True, level.value)


def test_each_profile_takes_less_room_than_the_one_before(scan, tmp_path):
    sizes = [
        write(scan, tmp_path / f"{profile}.pdf", profile=profile).stat().st_size for profile in PreservationProfile
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[1] < 0.5 * sizes[0]
    assert sizes[2] < 80_000


def test_lossless_keeps_the_bytes(scan, tmp_path):
    target = write(scan, tmp_path / "copy.pdf", profile=PreservationProfile.LOSSLESS)
    with pikepdf.open(target) as pdf:
        assert pdf.pages[0].Resources.XObject["/Im0"].read_raw_bytes() == scan.read_bytes()


def test_faithful_looks_like_the_source(scan, tmp_path):
    lossless = write(scan, tmp_path / "lossless.pdf", profile=PreservationProfile.LOSSLESS)
    faithful = write(scan, tmp_path / "faithful.pdf")
    assert structural_similarity(drawn(lossless), drawn(faithful)).mean() > 0.98


@pytest.mark.parametrize(
    "name",
    [
        "vn_scans/docs/vn_7b3d726f.pdf",
        "vn_scans/docs/vn_e5d287ba.pdf",
        "vn_scans/docs/vn_02e78493.pdf",
        "vn_scans/docs/vn_b68df53c.jpg",
        "bad_input/ocrmypdf__jbig2.pdf",
        "bad_input/pikepdf__pike-jp2.pdf",
        "bad_input/ocrmypdf__baiona_cmyk.jpg",
        "bad_input/ocrmypdf__baiona_colormapped.png",
    ],
)
def test_faithful_looks_like_foreign_sources(name, validator, tmp_path):
    source = SHARED / name
    if not source.exists():
        pytest.skip("the shared test data is not on this machine")
    # Against the lossless copy, as renderers put a page's first pixel where its box says, and boxes are cut anew.
    lossless = write(source, tmp_path / "lossless.pdf", profile=PreservationProfile.LOSSLESS)
    faithful = write(source, tmp_path / "faithful.pdf")
    assert structural_similarity(drawn(lossless), drawn(faithful)).mean() > 0.98
    assert faithful.stat().st_size <= 1.02 * lossless.stat().st_size
    assert validator.validate(faithful, "2u").compliant


def test_a_small_image_stays_as_it_came_and_no_page_grows(tmp_path):
    source = tmp_path / "light.jpg"
    Image.fromarray(stamped(200)).save(source, "JPEG", quality=40, dpi=(200, 200))
    target = write(source, tmp_path / "copy.pdf")
    with pikepdf.open(target) as pdf:
        assert pdf.pages[0].Resources.XObject["/Im0"].read_raw_bytes() == source.read_bytes()


@pytest.mark.parametrize("profile", PreservationProfile)
def test_black_and_white_is_never_compressed_with_loss(profile, tmp_path):
    source = tmp_path / "fax.png"
    black_and_white = Image.fromarray(stamped(200)).convert("1")
    black_and_white.save(source, dpi=(200, 200))
    target = write(source, tmp_path / "copy.pdf", profile=profile)
    with pikepdf.open(target) as pdf:
        stream = pdf.pages[0].Resources.XObject["/Im0"]
        assert np.array_equal(
            np.asarray(pikepdf.PdfImage(stream).as_pil_image().convert("1")), np.asarray(black_and_white)
        )


@pytest.mark.parametrize("profile", PreservationProfile)
def test_equal_input_gives_equal_bytes_in_every_profile(profile, scan, tmp_path):
    one, other = (write(scan, tmp_path / name, profile=profile) for name in ("one.pdf", "other.pdf"))
    assert one.read_bytes() == other.read_bytes()


def scans(path: Path, count: int) -> tuple[PageReading, ...]:
    """A PDF of so many small pages, each with a mark of its own, and what would be read on them."""
    pages = []
    for number in range(count):
        page = Image.new("L", (200, 280), 255)
        page.paste(0, (20, 20 + number % 200, 180, 40 + number % 200))
        pages.append(page)
    pages[0].save(path, "PDF", resolution=72, save_all=True, append_images=pages[1:])
    words = tuple(words_on_line("trang", x=20, y=200, height=12))
    return tuple(PageReading(number, PageFrame(200, 280, 72), words, "test") for number in range(1, count + 1))


def test_documents_within_the_copy_are_found_in_its_outline(validator, tmp_path):
    source = tmp_path / "batch.pdf"
    sections = (Section("Đơn đề nghị", 1), Section("Quyết định 12/QĐ-UBND", 3))
    target = write(source, tmp_path / "copy.pdf", readings=scans(source, 5), sections=sections)
    assert validator.validate(target, "2u").compliant
    with pikepdf.open(target) as pdf:
        with pdf.open_outline() as outline:
            found = [(item.title, pdf.pages.index(pikepdf.Page(item.destination[0]))) for item in outline.root]
        assert found == [("Đơn đề nghị", 0), ("Quyết định 12/QĐ-UBND", 2)]
        assert [page.label for page in pdf.pages] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("starts", [(0,), (6,), (3, 1)])
def test_an_outline_to_nowhere_is_refused(starts, tmp_path):
    source = tmp_path / "batch.pdf"
    readings = scans(source, 5)
    with pytest.raises(ValueError, match="sections"):
        write(source, tmp_path / "copy.pdf", readings=readings, sections=tuple(Section("?", at) for at in starts))
    assert not (tmp_path / "copy.pdf").exists()


def test_more_pages_than_a_part_holds_keep_their_order_and_share_a_font(validator, tmp_path):
    source = tmp_path / "batch.pdf"
    target = write(source, tmp_path / "copy.pdf", readings=scans(source, 70))
    assert validator.validate(target, "2u").compliant
    with pikepdf.open(target) as pdf:
        marks = [pikepdf.PdfImage(page.Resources.XObject["/Im0"]).as_pil_image().convert("L") for page in pdf.pages]
        assert [int(np.flatnonzero(np.asarray(mark)[:, 100] < 128)[0]) - 20 for mark in marks] == list(range(70))
        assert len({page.Resources.Font["/F0"].objgen for page in pdf.pages}) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"batch.pdf", "copy.pdf"}


def test_digital_pages_stay_digital_among_scanned_ones(validator, tmp_path):
    source = tmp_path / "batch.pdf"
    readings = scans(source, 4)
    digital = tmp_path / "digital.pdf"
    # A text page that is PDF/A: our own, without its picture.
    write(source, digital, readings=(readings[0],))
    with pikepdf.open(digital, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        text = page.Contents.read_bytes().partition(b"Do Q\n")[2]
        page.Contents = pdf.make_stream(b"0 0 200 100 re f\n" + text)
        del page.Resources.XObject
        pdf.save(digital)
    target = write(source, tmp_path / "copy.pdf", readings=readings, kept=KeptPages(digital, (2,)))
    assert validator.validate(target, "2u").compliant
    with pikepdf.open(target) as pdf:
        assert ["/XObject" in page.Resources for page in pdf.pages] == [True, False, True, True]
    text = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout
    assert text.split() == ["trang"] * 4


def test_the_copy_tells_how_its_images_were_made(scan, tmp_path):
    target = tmp_path / "copy.pdf"
    build_archival(scan, "image/jpeg", [reading(scan)], METADATA, target, profile=PreservationProfile.SMALL)
    with pikepdf.open(target) as pdf, pdf.open_metadata() as xmp:
        assert xmp["{urn:sohoa:record:1#}profile"] == "small"
        assert xmp["{urn:sohoa:record:1#}pageImages"] == "1 layered"
