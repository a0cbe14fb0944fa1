"""Files made to harm: each is refused with its code within seconds, and nothing happens to its bytes."""

import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from domain.errors import (
    DamagedFile,
    DecompressionBomb,
    EmptyFile,
    EncryptedFile,
    FileOverwhelmsTools,
    FileTooLarge,
    InputError,
    NoPages,
    NotADocument,
    PageTooLarge,
    TooManyPages,
    UnreadableScan,
    UnsafeName,
    WrongExtension,
)
from pipeline.digital import TextVerdict, page_texts
from pipeline.intake import Source, SourceKind, inspect
from pipeline.intake.images import page_image
from pipeline.limits import Limits
from pipeline.tools.child import in_child
from tests.torture.makers import (
    CATALOG,
    PAGE,
    TREE,
    encrypted,
    image,
    jpeg_header,
    laughing_forms,
    many_pages,
    object_stream_bomb,
    page_with,
    pages_by_reference,
    pdf,
    png_header,
    stream,
    tiff_header,
    zeros_packed,
)

LIMITS = Limits(inspect_timeout_s=20, max_unpacked_mb=256)
SECONDS = 20
BOMB_MB = 300


def scan_cut_at(share: float) -> bytes:
    noise = Image.effect_noise((400, 400), 80)
    file = BytesIO()
    noise.save(file, "PDF", save_all=True, append_images=[noise, noise])
    return file.getvalue()[: int(len(file.getvalue()) * share)]


def gif() -> bytes:
    file = BytesIO()
    Image.new("L", (50, 50)).save(file, "GIF")
    return file.getvalue()


def png() -> bytes:
    file = BytesIO()
    Image.new("L", (50, 50)).save(file, "PNG")
    return file.getvalue()


REFUSED: dict[str, tuple[str, Callable[[], bytes], type[InputError]]] = {
    "nothing": ("scan.pdf", bytes, EmptyFile),
    "text named .pdf": ("scan.pdf", "Kính gửi: Sở Nội vụ".encode, NotADocument),
    "GIF": ("scan.gif", gif, NotADocument),
    "PNG named .pdf": ("scan.pdf", png, WrongExtension),
    "PDF named .jpg": ("scan.jpg", lambda: many_pages(1), WrongExtension),
    "a header and nothing else": ("scan.pdf", lambda: b"%PDF-1.7\n%%EOF\n", DamagedFile),
    "noise after a header": ("scan.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, DamagedFile),
    "a hundred thousand pages": ("scan.pdf", lambda: many_pages(100_000), TooManyPages),
    "a tree with branches listed many times": ("scan.pdf", lambda: pages_by_reference(8, 10), InputError),
    "a tree that claims a billion pages": (
        "scan.pdf",
        lambda: pdf(CATALOG, b"<</Type/Pages/Count 1000000000/Kids[3 0 R]>>", b"<</Type/Page/Parent 2 0 R>>"),
        TooManyPages,
    ),
    "a tree that loops": ("scan.pdf", lambda: pdf(CATALOG, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"), DamagedFile),
    "a tree whose count is a word": (
        "scan.pdf",
        lambda: pdf(CATALOG, b"<</Type/Pages/Count/Many/Kids[3 0 R]>>", b"<</Type/Page/Parent 2 0 R>>"),
        DamagedFile,
    ),
    "no pages": ("scan.pdf", lambda: pdf(CATALOG, b"<</Type/Pages/Count 0/Kids[]>>"), NoPages),
    "a page that is not there": (
        "scan.pdf",
        lambda: pdf(CATALOG, b"<</Type/Pages/Count 2/Kids[3 0 R 9 0 R]>>", PAGE),
        DamagedFile,
    ),
    "a scan cut in its first page": ("scan.pdf", lambda: scan_cut_at(0.2), DamagedFile),
    "a scan cut after its first page": ("scan.pdf", lambda: scan_cut_at(0.6), DamagedFile),
    "a scan cut in its last page": ("scan.pdf", lambda: scan_cut_at(0.95), DamagedFile),
    "a Flate bomb as content": (
        "scan.pdf",
        lambda: page_with(b"null", stream(zeros_packed(BOMB_MB), b"/Filter/FlateDecode")),
        DecompressionBomb,
    ),
    "a Flate bomb within Flate": (
        "scan.pdf",
        lambda: page_with(
            b"null", stream(zlib.compress(zeros_packed(BOMB_MB), 9), b"/Filter[/FlateDecode/FlateDecode]")
        ),
        DecompressionBomb,
    ),
    "a Flate bomb within three times Flate": (
        "scan.pdf",
        lambda: page_with(
            b"null",
            stream(zlib.compress(zlib.compress(zeros_packed(BOMB_MB), 9), 9), b"/Filter[/FlateDecode/Fl/FlateDecode]"),
        ),
        DecompressionBomb,
    ),
    "a Flate bomb behind a small image": (
        "scan.pdf",
        lambda: page_with(image(100, 100, zeros_packed(BOMB_MB), b"/FlateDecode")),
        DecompressionBomb,
    ),
    "a Flate bomb around a JPEG": (
        "scan.pdf",
        lambda: page_with(image(100, 100, zeros_packed(BOMB_MB), b"[/FlateDecode/DCTDecode]")),
        DecompressionBomb,
    ),
    "a bomb of objects": ("scan.pdf", lambda: object_stream_bomb(BOMB_MB), DecompressionBomb),
    "a PDF image of 50,000 pixels": (
        "scan.pdf",
        lambda: page_with(image(50_000, 50_000, b"", b"/JBIG2Decode")),
        PageTooLarge,
    ),
    "a stencil of 50,000 pixels": (
        "scan.pdf",
        lambda: page_with(
            stream(b"", b"/Type/XObject/Subtype/Image/ImageMask true/Width 50000/Height 50000/Filter/CCITTFaxDecode")
        ),
        PageTooLarge,
    ),
    "paper of a kilometre": (
        "scan.pdf",
        lambda: pdf(CATALOG, TREE, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 3000000 3000000]>>"),
        PageTooLarge,
    ),
    "paper made huge by its unit": (
        "scan.pdf",
        lambda: pdf(CATALOG, TREE, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/UserUnit 10000>>"),
        PageTooLarge,
    ),
    "a PNG of 50,000 pixels": ("scan.png", lambda: png_header(50_000), PageTooLarge),
    "a JPEG of 50,000 pixels": ("scan.jpg", lambda: jpeg_header(50_000), PageTooLarge),
    "a TIFF of 50,000 pixels": ("scan.tif", lambda: tiff_header(50_000), PageTooLarge),
    "a PNG with hardly any data": ("scan.png", lambda: png_header(2_000), DamagedFile),
    "a TIFF whose data lies elsewhere": ("scan.tif", lambda: tiff_header(2_000)[:-60], DamagedFile),
}

UNSAFE = [
    "../scan.pdf",
    "..",
    "scan\n.pdf",
    "scan\x1b[2J.pdf",
    "scan\u202efdp.exe",
    "a/b.pdf",
    "a\\b.pdf",
    "scan\x00.pdf",
]


def keep(folder: Path, content: bytes) -> Path:
    path = folder / "received"
    path.write_bytes(content)
    path.chmod(0o444)
    return path


@pytest.mark.parametrize(("name", "make", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_file_is_refused_with_its_code(
    tmp_path: Path, name: str, make: Callable[[], bytes], code: type[InputError]
) -> None:
    content = make()
    path = keep(tmp_path, content)
    started = time.monotonic()
    with pytest.raises(code) as refused:
        inspect(path, name, LIMITS)
    assert time.monotonic() - started < SECONDS
    assert "?" not in refused.value.message("vi")
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", UNSAFE)
def test_a_hostile_name_is_refused_whatever_the_file_holds(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeName):
        inspect(keep(tmp_path, many_pages(1)), name, LIMITS)


def test_a_gigabyte_out_of_a_megabyte_is_refused_by_default(tmp_path: Path) -> None:
    path = keep(tmp_path, page_with(b"null", stream(zeros_packed(1100), b"/Filter/FlateDecode")))
    assert path.stat().st_size < 1_200_000
    with pytest.raises(DecompressionBomb) as refused:
        inspect(path, "scan.pdf")
    assert refused.value.params == {"limit_mb": 1024}


def test_a_file_beyond_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "received"
    with path.open("wb") as file:
        file.truncate(2 * 1024 * 1024 + 1)
    with pytest.raises(FileTooLarge) as refused:
        inspect(path, "scan.pdf", Limits(max_file_mb=2))
    assert refused.value.params == {"size_mb": 3, "limit_mb": 2}


def test_a_password_to_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFile):
        inspect(keep(tmp_path, encrypted(tmp_path, user="secret")), "scan.pdf", LIMITS)


def test_a_password_for_rights_only_is_no_hindrance(tmp_path: Path) -> None:
    path = keep(tmp_path, encrypted(tmp_path, user=""))
    found = inspect(path, "scan.pdf", LIMITS)
    assert found == Source(SourceKind.PDF, "application/pdf", 1, warnings=("encrypted_owner_only",))
    assert page_image(path, SourceKind.PDF, 1).pixels.min() == 255


def test_a_year_of_pages_within_the_limit_is_taken(tmp_path: Path) -> None:
    assert inspect(keep(tmp_path, many_pages(5_000)), "register.pdf", LIMITS).page_count == 5_000


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = keep(tmp_path, many_pages(4_000))
    with pytest.raises(FileOverwhelmsTools):
        inspect(path, "scan.pdf", Limits(inspect_timeout_s=0.02))


def test_a_file_that_wants_too_much_memory_is_given_up(tmp_path: Path) -> None:
    side = 12_000
    path = tmp_path / "received"
    Image.new("RGB", (side, side)).save(path, "PNG", compress_level=1)
    with pytest.raises(FileOverwhelmsTools):
        inspect(path, "scan.png", Limits(child_memory_mb=600))


def test_forms_that_multiply_are_given_up(tmp_path: Path) -> None:
    path = keep(tmp_path, laughing_forms(9, 9))
    limits = Limits(page_timeout_s=2)
    assert inspect(path, "scan.pdf", limits).page_count == 1
    started = time.monotonic()
    with pytest.raises(FileOverwhelmsTools):
        in_child(page_image, path, SourceKind.PDF, 1, limits, timeout_s=10, memory_mb=limits.child_memory_mb)
    assert time.monotonic() - started < SECONDS


def test_the_text_of_forms_that_multiply_is_given_up_quickly(tmp_path: Path) -> None:
    started = time.monotonic()
    (text,) = page_texts(keep(tmp_path, laughing_forms(9, 9)), Limits(page_timeout_s=5))
    assert time.monotonic() - started < SECONDS
    assert text.verdict is TextVerdict.MISSING


def test_a_jpeg_larger_than_its_dictionary_says_is_unreadable(tmp_path: Path) -> None:
    path = keep(tmp_path, page_with(image(100, 100, jpeg_header(60_000), b"/DCTDecode")))
    with pytest.raises(UnreadableScan):
        page_image(path, SourceKind.PDF, 1)


def test_a_scan_without_its_trailer_is_mended_when_no_page_is_lost(tmp_path: Path) -> None:
    whole = tmp_path / "whole.pdf"
    with pikepdf.new() as document:
        for _ in range(3):
            document.add_blank_page(page_size=(200, 200)).Contents = document.make_stream(b"0 0 9 9 re f")
        document.save(whole, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = whole.read_bytes()
    path = keep(tmp_path, content[: content.rindex(b"trailer")])
    found = inspect(path, "scan.pdf", LIMITS)
    assert (found.page_count, found.warnings) == (3, ("repaired",))


def test_a_scan_cut_within_a_later_revision_is_damaged(tmp_path: Path) -> None:
    content = many_pages(2)
    with pytest.raises(DamagedFile):
        inspect(keep(tmp_path, content + b"9 0 obj\n<</Type/Sig/Contents<" + b"00" * 2_000), "scan.pdf", LIMITS)
