"""Documents as files: the same pages, the same image bytes, nothing of the neighbours."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from domain.errors import DamagedFile, NotCuttable, SignedNotCut, SohoaError
from pipeline.intake.source import Source, SourceKind
from pipeline.separate.cuts import Cut, CutRules
from pipeline.separate.cutting import cut
from pipeline.separate.splitting import split
from tests.unit.separate.pages import CODES, PATCH, WRITTEN, separator

PDF, TIFF = SourceKind.PDF, SourceKind.TIFF


def source(kind: SourceKind, pages: int, *, signed: bool = False) -> Source:
    return Source(kind, "", pages, signed)


def marked_pdf(path: Path, pages: int) -> Path:
    """Pages that share one list of all images, as many scanners write it; page N's image is N bytes of N."""
    with pikepdf.new() as pdf:
        images = pikepdf.Dictionary()
        for number in range(1, pages + 1):
            stream = pdf.make_stream(bytes([number]) * 64)
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            stream.Width = stream.Height = stream.BitsPerComponent = 8
            stream.ColorSpace = pikepdf.Name.DeviceGray
            images[f"/I{number}"] = stream
        resources = pdf.make_indirect(pikepdf.Dictionary(XObject=images))
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(100, 100 + number))
            page.obj.Resources = resources
            page.Contents = pdf.make_stream(f"q 100 0 0 100 0 0 cm /I{number} Do Q".encode())
        pdf.save(path, compress_streams=False)
    return path


def marked_tiff(path: Path, compressions: list[str | None], **options: Any) -> Path:
    """Pages that differ, each in the compression named."""
    frames = []
    for number, compression in enumerate(compressions, 1):
        pixels = np.random.default_rng(number).integers(0, 256, (40 + number, 60)).astype(np.uint8)
        image = Image.fromarray(pixels)
        image = image.convert("1") if compression == "group4" else image
        image.encoderinfo = {"compression": compression}
        frames.append(image)
    frames[0].save(path, save_all=True, append_images=frames[1:], compression=compressions[0], **options)
    return path


def cut_after(pages: int, every: int) -> Cut:
    return cut([WRITTEN] * pages, CutRules(every=every))


def image_bytes(path: Path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        return [one.read_raw_bytes() for page in pdf.pages for one in page.get_images().values()]


def test_each_document_has_its_own_pages_and_no_others_images(tmp_path: Path) -> None:
    batch = marked_pdf(tmp_path / "lot.pdf", 5)
    files = split(batch, source(PDF, 5), cut_after(5, 2), tmp_path)
    assert [image_bytes(file) for file in files] == [[b"\1" * 64, b"\2" * 64], [b"\3" * 64, b"\4" * 64], [b"\5" * 64]]
    assert b"\1" * 64 not in files[1].read_bytes()


def test_separators_are_left_out_and_known_dossiers_get_a_folder(tmp_path: Path) -> None:
    batch = marked_pdf(tmp_path / "lot.pdf", 5)
    found = cut([WRITTEN, separator(1, 2, dossier_code=CODES[0]), WRITTEN, PATCH, WRITTEN], CutRules())
    files = split(batch, source(PDF, 5), found, tmp_path)
    wanted = ("lot-001.pdf", f"{CODES[0]}/lot-002.pdf", "lot-003.pdf")
    assert [str(file.relative_to(tmp_path)) for file in files] == list(wanted)
    assert [image_bytes(file) for file in files] == [[b"\1" * 64], [b"\3" * 64], [b"\5" * 64]]


def test_the_same_batch_gives_the_same_bytes(tmp_path: Path) -> None:
    batch = marked_pdf(tmp_path / "lot.pdf", 4)
    runs = []
    for run in ("a", "b"):
        (tmp_path / run).mkdir()
        files = split(batch, source(PDF, 4), cut_after(4, 2), tmp_path / run)
        runs.append([file.read_bytes() for file in files])
    assert runs[0] == runs[1]


def test_tiff_pages_keep_their_compressed_bytes_and_their_look(tmp_path: Path) -> None:
    batch = marked_tiff(tmp_path / "lot.tif", ["group4", "tiff_lzw", None, "jpeg", "tiff_deflate"], dpi=(200, 200))
    files = split(batch, source(TIFF, 5), cut_after(5, 2), tmp_path)
    seen = [(np.asarray(frame.copy()), frame.info["compression"], frame.info["dpi"]) for frame in frames_of(*files)]
    expected = [(np.asarray(frame.copy()), frame.info["compression"], frame.info["dpi"]) for frame in frames_of(batch)]
    assert len(seen) == len(expected) == 5
    for one, other in zip(seen, expected, strict=True):
        assert np.array_equal(one[0], other[0])
        assert one[1:] == other[1:]


def test_big_tiff_and_the_other_byte_order_are_copied_too(tmp_path: Path) -> None:
    big = marked_tiff(tmp_path / "big.tif", ["tiff_lzw"] * 3, big_tiff=True)
    motorola = tmp_path / "mm.tif"
    motorola.write_bytes(motorola_tiff([3, 7]))
    assert len(list(frames_of(*split(big, source(TIFF, 3), cut_after(3, 1), tmp_path)))) == 3
    pages = [np.asarray(frame) for frame in frames_of(*split(motorola, source(TIFF, 2), cut_after(2, 1), tmp_path))]
    assert [int(page[0, 0]) for page in pages] == [3, 7]


def test_a_tiff_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    batch = marked_tiff(tmp_path / "lot.tif", [None, None])
    batch.write_bytes(batch.read_bytes()[:2600])
    with pytest.raises(DamagedFile):
        split(batch, source(TIFF, 2), cut_after(2, 1), tmp_path)


def test_a_batch_of_one_document_is_kept_byte_for_byte(tmp_path: Path) -> None:
    batch = marked_pdf(tmp_path / "lot.pdf", 2)
    (file,) = split(batch, source(PDF, 2, signed=True), cut_after(2, 2), tmp_path)
    assert file.read_bytes() == batch.read_bytes()


@pytest.mark.parametrize(
    ("kind", "signed", "error"), [(PDF, True, SignedNotCut), (SourceKind.HEIC, False, NotCuttable)]
)
def test_what_must_not_or_cannot_be_cut_is_refused(
    tmp_path: Path, kind: SourceKind, signed: bool, error: type[SohoaError]
) -> None:
    batch = marked_pdf(tmp_path / "lot.pdf", 2)
    with pytest.raises(error):
        split(batch, source(kind, 2, signed=signed), cut_after(2, 1), tmp_path)
    assert sorted(tmp_path.iterdir()) == [batch]


def frames_of(*files: Path) -> list[Image.Image]:
    frames = []
    for file in files:
        with Image.open(file) as image:
            for place in range(getattr(image, "n_frames", 1)):
                image.seek(place)
                frame = image.copy()
                frame.info = dict(image.info)
                frames.append(frame)
    return frames


def motorola_tiff(tones: list[int]) -> bytes:
    """A big-endian file of uncompressed 4 × 4 pages, each of one tone; Pillow writes none."""
    body = bytearray(b"MM" + struct.pack(">HI", 42, 0))
    link = 4
    for tone in tones:
        data = len(body)
        body += bytes([tone]) * 16
        entries = ((256, 4), (257, 4), (258, 8), (259, 1), (262, 1), (273, data), (277, 1), (278, 4), (279, 16))
        body[link : link + 4] = struct.pack(">I", len(body))
        body += struct.pack(">H", len(entries))
        for tag, value in entries:
            body += struct.pack(">HHII", tag, 4, 1, value)
        link = len(body)
        body += b"\0\0\0\0"
    return bytes(body)
