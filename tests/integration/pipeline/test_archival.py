"""The archival copy of every kind of source: proved PDF/A-2u, true to its pixels, with text that can be found."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pillow_heif
import pytest
from PIL import Image

from domain.model import Box, PageFrame, PageReading, Word
from pipeline.check import require_conformant
from pipeline.enhance.clean_page import straightened
from pipeline.intake.images import page_image
from pipeline.intake.source import kind_of
from pipeline.limits import Limits
from pipeline.preserve import ArchiveMetadata
from pipeline.preserve.archival import ArchivalOrder, build_archival, write_archival
from tests.unit.pipeline.drawn import words_on_line, written_page

METADATA = ArchiveMetadata(
    "Quyết định 12/QĐ-UBND: Về việc phê duyệt & ban hành",
    datetime(2026, 11, 3, 2, 30, tzinfo=UTC),
    "ab" * 32,
    dossier_code="H27.10-261103-0001",
    code="12/QĐ-UBND",
    issued_date="2026-11-03",
    issuing_agency="Ủy ban nhân dân tỉnh Thừa Thiên Huế",
    type="Quyết định",
    subject="Về việc phê duyệt & ban hành",
    signer="Nguyễn Thị Ặ",
)
SENTENCE = "Phê duyệt kế hoạch của Sở Y tế - ngày 5 tháng 3: ậ ặ ễ ợ ữ Ỵ Đ"
DPI = 100


def coloured() -> Image.Image:
    """An A4 page of text with a red stamp."""
    grey = written_page(dpi=DPI)
    page = np.stack([grey, grey, grey], axis=2)
    cv2.circle(page, (600, 900), 80, (220, 40, 50), 6)
    return Image.fromarray(page)


def plain() -> Image.Image:
    return Image.fromarray(written_page(dpi=DPI))


def bitonal() -> Image.Image:
    return plain().point(lambda tone: 255 * (tone > 128)).convert("1")


def in_pdf(path: Path, image: Image.Image, **options: object) -> None:
    image.save(path, "PDF", resolution=DPI, **options)


def save(format_: str, make: Callable[[], Image.Image], **options: object) -> Callable[[Path], None]:
    return lambda path: make().save(path, format_, dpi=(DPI, DPI), **options)


def heic(path: Path) -> None:
    pillow_heif.from_pillow(coloured()).save(path, quality=80)


def turned_jpeg(path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    coloured().transpose(Image.Transpose.ROTATE_90).save(path, "JPEG", quality=90, dpi=(DPI, DPI), exif=exif)


def see_through(path: Path) -> None:
    page = coloured().convert("RGBA")
    page.putalpha(Image.fromarray(np.where(written_page(dpi=DPI) < 128, 255, 0).astype(np.uint8)))
    page.save(path, "PNG", dpi=(DPI, DPI))


def turned_pdf(path: Path) -> None:
    coloured().transpose(Image.Transpose.ROTATE_90).save(path, "PDF", resolution=DPI)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(path)


def lzw_like_pdf(path: Path) -> None:
    """A palette image behind an Interpolate flag, as old scanner programs write."""
    in_pdf(path, coloured().quantize(16))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Resources.XObject["/image"].Interpolate = True
        pdf.save(path)


def two_images_pdf(path: Path) -> None:
    in_pdf(path, coloured())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.contents_add(b"q 50 0 0 50 20 20 cm /image Do Q")
        pdf.save(path)


SOURCES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "colour JPEG": ("image/jpeg", save("JPEG", coloured, quality=85)),
    "grey JPEG": ("image/jpeg", save("JPEG", plain, quality=85)),
    "progressive JPEG": ("image/jpeg", save("JPEG", coloured, progressive=True)),
    "CMYK JPEG": ("image/jpeg", save("JPEG", lambda: coloured().convert("CMYK"))),
    "turned JPEG": ("image/jpeg", turned_jpeg),
    "colour PNG": ("image/png", save("PNG", coloured)),
    "palette PNG": ("image/png", save("PNG", lambda: coloured().quantize(16))),
    "1-bit PNG": ("image/png", save("PNG", bitonal)),
    "see-through PNG": ("image/png", see_through),
    "G4 TIFF": ("image/tiff", save("TIFF", bitonal, compression="group4", tiffinfo={278: 1169})),
    "G4 TIFF in strips": ("image/tiff", save("TIFF", bitonal, compression="group4", tiffinfo={278: 200})),
    "G4 TIFF, white is 0": ("image/tiff", save("TIFF", bitonal, compression="group4", tiffinfo={262: 0, 278: 1169})),
    "1-bit TIFF": ("image/tiff", save("TIFF", bitonal)),
    "LZW TIFF": ("image/tiff", save("TIFF", coloured, compression="tiff_lzw")),
    "CMYK TIFF": ("image/tiff", save("TIFF", lambda: coloured().convert("CMYK"))),
    "HEIC": ("image/heic", heic),
    "JPEG 2000": ("image/jp2", save("JPEG2000", coloured)),
    "JPEG in PDF": ("application/pdf", lambda path: in_pdf(path, coloured())),
    "CMYK in PDF": ("application/pdf", lambda path: in_pdf(path, coloured().convert("CMYK"))),
    "G4 in PDF": ("application/pdf", lambda path: in_pdf(path, bitonal())),
    "palette in PDF": ("application/pdf", lzw_like_pdf),
    "turned page of a PDF": ("application/pdf", turned_pdf),
    "two images on a page": ("application/pdf", two_images_pdf),
}
KEPT = {
    "colour JPEG",
    "grey JPEG",
    "progressive JPEG",
    "turned JPEG",
    "colour PNG",
    "palette PNG",
    "1-bit PNG",
    "G4 TIFF",
    "G4 TIFF, white is 0",
    "JPEG in PDF",
    "G4 in PDF",
    "palette in PDF",
    "turned page of a PDF",
}
"""Sources whose compressed data goes into the copy as it is."""


def made(name: str, folder: Path) -> tuple[Path, str]:
    media_type, make = SOURCES[name]
    path = folder / "source"
    make(path)
    return path, media_type


def reading(path: Path, media_type: str, *, rotation: int = 0, skew_deg: float = 0.0) -> PageReading:
    image = page_image(path, kind_of(media_type), 1)
    sides = (image.width_px, image.height_px) if rotation % 180 == 0 else (image.height_px, image.width_px)
    words = (
        *words_on_line("TIÊU ĐỀ", x=150, y=60, height=14),
        *words_on_line(SENTENCE, x=100, y=500, line=1, height=14),
    )
    return PageReading(1, PageFrame(*sides, image.dpi, rotation, skew_deg), words, "test")


def write(path: Path, media_type: str, one: PageReading, target: Path) -> bool:
    return write_archival(ArchivalOrder(path, kind_of(media_type), (one,), METADATA, Limits()), target)


def drawn(path: Path, dpi: float) -> np.ndarray:
    picture = path.with_suffix(".drawn")
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", path, picture], check=True)
    return np.asarray(Image.open(f"{picture}.pgm"))


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation at a third of the resolution, where resampling does not show."""
    other = cv2.resize(other, one.shape[::-1], interpolation=cv2.INTER_AREA)
    small = [cv2.resize(image, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA) for image in (one, other)]
    return float(np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1])


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_becomes_proved_pdfa_that_shows_the_same_page(name, validator, tmp_path):
    source, media_type = made(name, tmp_path)
    one = reading(source, media_type)
    target = tmp_path / "archival.pdf"

    kept = write(source, media_type, one, target)

    assert kept, "the first check refused the source's own image"
    assert require_conformant(validator, target).flavour == "2u"
    image = page_image(source, kind_of(media_type), 1)
    grey = image.pixels if image.pixels.ndim == 2 else cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY)
    assert alike(grey, drawn(target, image.dpi)) > 0.98


@pytest.mark.parametrize("name", sorted(KEPT))
def test_compressed_data_that_pdfa_allows_is_kept_byte_for_byte(name, tmp_path):
    source, media_type = made(name, tmp_path)
    target = tmp_path / "archival.pdf"
    write(source, media_type, reading(source, media_type), target)
    with pikepdf.open(target) as pdf:
        data = pdf.pages[0].Resources.XObject["/Im0"].read_raw_bytes()
    if media_type == "application/pdf":
        with pikepdf.open(source) as pdf:
            assert data == next(iter(pdf.pages[0].Resources.XObject.values())).read_raw_bytes()
    elif media_type == "image/png":
        assert data[:200] in source.read_bytes()
    else:
        assert data in source.read_bytes()


@pytest.mark.parametrize(("rotation", "skew"), [(0, 3.5), (90, 0.0), (180, -2.0), (270, 1.0)])
def test_turning_and_levelling_happen_in_the_matrix_alone(rotation, skew, validator, tmp_path):
    source, media_type = made("colour JPEG", tmp_path)
    target = tmp_path / "archival.pdf"
    write(source, media_type, reading(source, media_type, rotation=rotation, skew_deg=skew), target)
    assert require_conformant(validator, target).compliant
    with pikepdf.open(target) as pdf:
        assert pdf.pages[0].Resources.XObject["/Im0"].read_raw_bytes() == source.read_bytes()
    expected = straightened(np.asarray(Image.open(source).convert("L")), rotation, skew)
    assert alike(expected, drawn(target, DPI)) > 0.97


@pytest.mark.parametrize("option", ["-layout", "-raw", None])
def test_the_words_are_found_in_the_written_file(option, tmp_path):
    source, media_type = made("colour JPEG", tmp_path)
    target = tmp_path / "archival.pdf"
    write(source, media_type, reading(source, media_type), target)
    command = ["pdftotext", *([option] if option else []), target, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert SENTENCE in lines
    assert "TIÊU ĐỀ" in lines


def test_each_word_lies_where_it_was_read(tmp_path):
    source, media_type = made("colour JPEG", tmp_path)
    target = tmp_path / "archival.pdf"
    one = reading(source, media_type)
    write(source, media_type, one, target)
    output = subprocess.run(["pdftotext", "-bbox", target, "-"], capture_output=True, text=True, check=True).stdout
    found = [line for line in output.splitlines() if "<word" in line]
    assert len(found) == len(one.words)
    for line, word in zip(found, one.words, strict=True):
        x0, x1 = (float(line.split(f'{side}="')[1].split('"')[0]) * DPI / 72 for side in ("xMin", "xMax"))
        assert (x0, x1) == pytest.approx((word.box.x0, word.box.x1), abs=1.0)


def test_equal_input_gives_equal_bytes(tmp_path):
    source, media_type = made("two images on a page", tmp_path)
    one = reading(source, media_type)
    for name in ("first.pdf", "second.pdf"):
        write(source, media_type, one, tmp_path / name)
    assert (tmp_path / "first.pdf").read_bytes() == (tmp_path / "second.pdf").read_bytes()


def test_a_page_without_words_and_a_hostile_text_are_archived_alike(validator, tmp_path):
    source, media_type = made("grey JPEG", tmp_path)
    frame = reading(source, media_type).frame
    hostile = Word("a\ufeff\x00b\U0001f600) Tj", Box(10, 10, 90, 30), 50.0, 0, 0)
    for words in ((), (hostile,)):
        target = tmp_path / "archival.pdf"
        write(source, media_type, PageReading(1, frame, words, "test"), target)
        assert require_conformant(validator, target).compliant


def test_the_copy_says_what_it_is(tmp_path):
    source, media_type = made("grey JPEG", tmp_path)
    target = tmp_path / "archival.pdf"
    build_archival(source, media_type, [reading(source, media_type)], METADATA, target)
    with pikepdf.open(target) as pdf, pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == METADATA.title
        assert xmp["{urn:sohoa:record:1#}code"] == "12/QĐ-UBND"
        assert xmp["{urn:sohoa:record:1#}sourceDigest"] == "ab" * 32
        assert str(pdf.docinfo["/Title"]) == METADATA.title
        assert str(pdf.Root.Lang) == "vi"


def test_every_page_of_a_tiff_has_its_own_size(validator, tmp_path):
    source = tmp_path / "three.tif"
    pages = [bitonal(), coloured().resize((400, 600)), plain()]
    pages[0].save(source, "TIFF", dpi=(DPI, DPI), save_all=True, append_images=pages[1:])
    readings = [
        PageReading(number, PageFrame(page.width, page.height, DPI), (), "test") for number, page in enumerate(pages, 1)
    ]
    target = tmp_path / "archival.pdf"
    build_archival(source, "image/tiff", readings, METADATA, target)
    assert require_conformant(validator, target).compliant
    with pikepdf.open(target) as pdf:
        assert [float(page.mediabox[2]) for page in pdf.pages] == pytest.approx(
            [w.width * 0.72 for w in pages], abs=0.01
        )
