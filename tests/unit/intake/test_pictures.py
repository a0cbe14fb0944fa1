"""Picture files: orientation, colour modes, resolution, several pages."""

from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from domain.errors import DamagedFile, PageTooLarge, TooManyPages, UnreadableScan
from pipeline.intake.images import page_image
from pipeline.intake.inspection import examine
from pipeline.intake.source import SourceKind
from pipeline.limits import Limits
from tests.unit.intake.scans import HEIGHT, WIDTH, difference, picture

GREY = np.asarray(picture())
COLOUR = np.asarray(picture("RGB"))
ORIENTATION = 0x0112


def kept(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)
    return path


def turned_for_tag(orientation: int) -> Image.Image:
    """The picture stored so that a reader that honours the tag sees it upright."""
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    return picture() if undo is None else picture().transpose(undo)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", [SourceKind.JPEG, SourceKind.TIFF, SourceKind.PNG])
def test_a_picture_is_turned_as_its_tag_says(tmp_path: Path, kind: SourceKind, orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    options = {"quality": 95} if kind is SourceKind.JPEG else {}
    path = kept(turned_for_tag(orientation), tmp_path / f"page.{kind}", exif=exif, **options)
    assert difference(page_image(path, kind, 1).pixels, GREY) < 1


def test_a_fax_lying_on_its_side_keeps_the_shape_of_its_letters(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    path = kept(picture(), tmp_path / "fax.jpg", exif=exif, dpi=(100, 200))
    found = page_image(path, SourceKind.JPEG, 1)
    # Stored rows become columns: 96 px at 100 dpi across are 0.96 in of height, 128 px at 200 dpi 0.64 in of width.
    assert (found.width_px, found.height_px, found.dpi) == (HEIGHT, WIDTH * 2, 200)


MODES = {
    "1": (SourceKind.TIFF, 2),
    "L": (SourceKind.TIFF, 2),
    "P": (SourceKind.PNG, 3),
    "RGB": (SourceKind.PNG, 3),
    "RGBA": (SourceKind.PNG, 3),
    "LA": (SourceKind.PNG, 2),
    "CMYK": (SourceKind.TIFF, 3),
    "LAB": (SourceKind.TIFF, 3),
    "YCbCr": (SourceKind.TIFF, 3),
}


@pytest.mark.parametrize(("mode", "expected"), MODES.items())
def test_every_colour_mode_becomes_grey_or_rgb(tmp_path: Path, mode: str, expected: tuple[SourceKind, int]) -> None:
    kind, dimensions = expected
    if mode == "LAB":
        to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
        image = ImageCms.applyTransform(picture("RGB"), to_lab)
        assert image is not None
    else:
        image = picture("1" if mode == "1" else "L" if mode in {"L", "LA"} else "RGB").convert(mode)
    found = page_image(kept(image, tmp_path / f"page.{kind}"), kind, 1).pixels
    wanted = np.asarray(picture("1").convert("L")) if mode == "1" else GREY if dimensions == 2 else COLOUR
    assert found.ndim == dimensions
    assert difference(found, wanted) < 3


def test_sixteen_bits_of_grey_keep_black_and_white(tmp_path: Path) -> None:
    deep = Image.fromarray(GREY.astype(np.uint16) * 257)
    for kind in (SourceKind.PNG, SourceKind.TIFF):
        found = page_image(kept(deep, tmp_path / f"deep.{kind}"), kind, 1).pixels
        assert np.array_equal(found, GREY)


def test_floating_point_samples_are_unreadable(tmp_path: Path) -> None:
    path = kept(Image.fromarray(GREY.astype(np.float32)), tmp_path / "page.tiff")
    with pytest.raises(UnreadableScan):
        page_image(path, SourceKind.TIFF, 1)


def test_transparency_lies_on_white_paper(tmp_path: Path) -> None:
    path = kept(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), tmp_path / "page.png")
    assert page_image(path, SourceKind.PNG, 1).pixels.min() == 255


def test_each_page_of_a_tiff_is_itself(tmp_path: Path) -> None:
    pages = [picture(), picture("1"), picture("RGB")]
    path = kept(pages[0], tmp_path / "pages.tiff", save_all=True, append_images=pages[1:])
    assert examine(path, SourceKind.TIFF, Limits()).page_count == 3
    assert [page_image(path, SourceKind.TIFF, number).pixels.ndim for number in (1, 2, 3)] == [2, 2, 3]
    with pytest.raises(UnreadableScan):
        page_image(path, SourceKind.TIFF, 4)


def test_a_heic_photo_is_read(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    pillow_heif.from_pillow(picture("RGB")).save(path, quality=90)
    assert examine(path, SourceKind.HEIC, Limits()).page_count == 1
    assert difference(page_image(path, SourceKind.HEIC, 1).pixels, COLOUR) < 3


def test_a_jpeg_2000_file_is_read(tmp_path: Path) -> None:
    path = kept(picture("RGB"), tmp_path / "page.jp2")
    assert examine(path, SourceKind.JPEG2000, Limits()).media_type == "image/jp2"
    assert difference(page_image(path, SourceKind.JPEG2000, 1).pixels, COLOUR) < 1


@pytest.mark.parametrize(
    ("size", "dpi", "expected", "assumed"),
    [
        ((2480, 3508), 300, 300, False),
        ((2480, 3508), None, 300, True),
        ((2480, 3508), 72, 300, True),
        ((827, 1169), 100, 100, False),
        ((595, 842), 72, 72, False),
        ((100, 100), None, 70, True),
        ((100, 12_000), None, 600, True),
        ((2480, 3508), 9999, 300, True),
    ],
)
def test_resolution_is_believed_only_where_it_makes_sense(
    tmp_path: Path, size: tuple[int, int], dpi: int | None, expected: int, assumed: bool
) -> None:
    options = {"dpi": (dpi, dpi)} if dpi else {}
    path = kept(Image.new("1", size, 1), tmp_path / "page.tiff", compression="group4", **options)
    found = page_image(path, SourceKind.TIFF, 1)
    assert found.dpi == pytest.approx(expected, abs=1)
    assert found.warnings == (("resolution_assumed",) if assumed else ())


def test_limits_are_read_from_the_header(tmp_path: Path) -> None:
    pages = [Image.new("1", (3000, 3000))] * 3
    path = kept(pages[0], tmp_path / "pages.tiff", save_all=True, append_images=pages[1:], compression="group4")
    with pytest.raises(TooManyPages):
        examine(path, SourceKind.TIFF, Limits(max_pages=2))
    with pytest.raises(PageTooLarge) as refused:
        examine(path, SourceKind.TIFF, Limits(max_page_megapixels=8))
    assert refused.value.params == {"page": 1, "width_px": 3000, "height_px": 3000, "limit_px": 8_000_000}
    with pytest.raises(PageTooLarge):
        page_image(path, SourceKind.TIFF, 1, Limits(max_side_px=2999))


@pytest.mark.parametrize("kind", [SourceKind.JPEG, SourceKind.PNG, SourceKind.TIFF, SourceKind.HEIC])
def test_a_picture_cut_short_is_damaged(tmp_path: Path, kind: SourceKind) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (400, 300, 3), dtype=np.uint8))
    path = tmp_path / f"page.{kind}"
    if kind is SourceKind.HEIC:
        pillow_heif.from_pillow(noise).save(path)
    else:
        noise.save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    with pytest.raises(DamagedFile):
        examine(path, kind, Limits())
