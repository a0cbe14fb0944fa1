"""Separator sheets from printer to documents, and the public sheets and scans beside the work tree."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from typer.testing import CliRunner

from domain.errors import NotCuttable, SignedNotCut, UnevenStacks
from pipeline.intake import inspect
from pipeline.intake.images import page_image
from pipeline.separate import (
    CutRules,
    Expected,
    ExpectedDocument,
    collate_files,
    cut,
    page_signals,
    reconcile,
    separate_file,
)
from pipeline.separate.cuts import Leftover, Reason
from pipeline.separate.expected import Difference
from pipeline.separate.patch import PatchCode
from pipeline.separate.payload import understood
from pipeline.separate.sheet import SheetCommand
from pipeline.separate.signals import PageSignals
from sohoa.cli import scan, sheets
from sohoa.cli.separate import separate
from tests.unit.pipeline.drawn import written_page
from tests.unit.separate.pages import CODES, a4, leaning, noisy

# Not the whole program, whose logs would go on writing to the standard error of one test.
app = typer.Typer()
app.add_typer(scan.app, name="scan")
app.add_typer(sheets.app, name="sheets")


DPI = 200
Pages = list[NDArray[np.uint8]]


def printed(folder: Path, *options: str) -> Pages:
    """Sheets from the command line, drawn as a printer would."""
    out = folder / "sheets.pdf"
    outcome = CliRunner().invoke(app, ["sheets", "print", "--batch", "Lô 15 – sáng", "--out", str(out), *options])
    assert outcome.exit_code == 0, outcome.output
    source = inspect(out, out.name)
    grey = (page_image(out, source.kind, number).pixels for number in range(1, source.page_count + 1))
    return [cv2.resize(page, (1654, 2339), interpolation=cv2.INTER_AREA).astype(np.uint8) for page in map(_grey, grey)]


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def scanned(pages: Sequence[NDArray[np.uint8]], target: Path) -> Path:
    """The pages as a scanner writes them."""
    first, *rest = (Image.fromarray(page) for page in pages)
    first.save(target, save_all=True, append_images=rest, resolution=DPI, dpi=(DPI, DPI))
    return target


def commands(signals: PageSignals) -> set[object]:
    return {understood(code.text) for code in signals.codes}


@pytest.fixture(scope="session")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Two sheets of dossiers with two pages each, with patch code T."""
    folder = tmp_path_factory.mktemp("sheets")
    return printed(folder, "--dossier", CODES[0], "--dossier", CODES[1], "--pages", "2", "--patch-t")


@settings(max_examples=15, deadline=None)
@given(
    degrees=st.floats(-5, 5),
    quarters=st.integers(0, 3),
    noise=st.floats(0, 40),
    dpi=st.sampled_from((100, 150, 200)),
    paper=st.integers(170, 255),
)
def test_a_printed_sheet_is_understood_however_it_was_scanned(
    sheets: Pages, degrees: float, quarters: int, noise: float, dpi: int, paper: int
) -> None:
    page = leaning(sheets[0], degrees)
    page = cv2.resize(page, None, fx=dpi / DPI, fy=dpi / DPI, interpolation=cv2.INTER_AREA).astype(np.uint8)
    page = noisy((page.astype(np.float32) / 255 * (paper - 40) + 40).astype(np.uint8), noise)
    signals = page_signals(np.ascontiguousarray(np.rot90(page, quarters)), dpi)
    assert commands(signals) == {SheetCommand("Lô 15 – sáng", 1, 2, CODES[0], 2)}
    assert signals.patch is PatchCode.TRANSFER


@pytest.mark.parametrize("part", ["upper", "lower", "middle"])
def test_a_torn_or_covered_sheet_is_understood(sheets: Pages, part: str) -> None:
    page = sheets[0].copy()
    third = page.shape[0] // 3
    place = {"upper": slice(0, third), "middle": slice(third, 2 * third), "lower": slice(2 * third, None)}[part]
    page[place] = 128
    assert commands(page_signals(page, DPI)) == {SheetCommand("Lô 15 – sáng", 1, 2, CODES[0], 2)}


@pytest.mark.parametrize("suffix", [".pdf", ".tif"])
def test_a_pile_with_sheets_becomes_its_documents(sheets: Pages, tmp_path: Path, suffix: str) -> None:
    upside_down = np.ascontiguousarray(sheets[1][::-1, ::-1])
    pile = [sheets[0], a4(), written_page(), a4(), written_page(), a4(), upside_down, a4(), written_page(), a4()]
    batch = scanned(pile, tmp_path / f"pile{suffix}")
    done: list[None] = []
    separated = separate_file(
        batch,
        inspect(batch, batch.name),
        tmp_path,
        rules=CutRules(duplex=True),
        jobs=2,
        page_done=lambda: done.append(None),
    )
    found = separated.cut
    assert [(one.pages, one.dossier_code) for one in found.segments] == [((3, 4, 5, 6), CODES[0]), ((9, 10), CODES[1])]
    assert dict(found.leftovers) == {
        1: Leftover.SEPARATOR,
        2: Leftover.SEPARATOR_BACK,
        7: Leftover.SEPARATOR,
        8: Leftover.SEPARATOR_BACK,
    }
    assert [(file.parent.name, inspect(file, file.name).page_count) for file in separated.files] == [
        (CODES[0], 4),
        (CODES[1], 2),
    ]
    assert len(done) == len(pile)
    listed = Expected(documents=tuple(ExpectedDocument(code, 2) for code in CODES[:2]))
    assert [(one.difference, one.page, one.found) for one in reconcile(found, listed)] == [
        (Difference.FEWER_PAGES, 7, 1),
        (Difference.FEWER_PAGES, 9, 1),
    ]


def test_a_signed_batch_is_left_alone(sheets: Pages, tmp_path: Path) -> None:
    batch = scanned([written_page(), sheets[0], written_page()], tmp_path / "pile.pdf")
    with pikepdf.open(batch, allow_overwriting_input=True) as pdf:
        value = pikepdf.Dictionary(ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=pikepdf.String(b"\1"))
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("s"), V=value)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(field)]))
        pdf.save()
    source = inspect(batch, batch.name)
    assert source.signed
    with pytest.raises(SignedNotCut):
        separate_file(batch, source, tmp_path)


def test_the_command_names_documents_separators_and_what_does_not_fit(sheets: Pages, tmp_path: Path) -> None:
    batch = scanned([sheets[0], written_page(), sheets[1], written_page(), written_page()], tmp_path / "pile.pdf")
    command = typer.Typer()
    command.command()(separate)
    outcome = CliRunner().invoke(command, [str(batch), str(tmp_path / "out"), "--json"])
    told = json.loads(outcome.stdout)
    assert [(one["pages"], one["dossier_code"]) for one in told["documents"]] == [([2], CODES[0]), ([4, 5], CODES[1])]
    assert all(Path(one["file"]).is_file() for one in told["documents"])
    assert [one["page"] for one in told["left_out"]] == [1, 3]
    (difference,) = told["discrepancies"]
    assert (difference["difference"], difference["expected"], difference["found"]) == ("fewer_pages", 2, 1)


def test_fronts_and_backs_of_two_passes_are_put_together_and_cut(sheets: Pages, tmp_path: Path) -> None:
    fronts = scanned([sheets[0], written_page(), sheets[1], written_page()], tmp_path / "pile.pdf")
    backs = scanned([written_page(("Mặt sau",)), a4(), a4(), a4()], tmp_path / "backs.pdf")
    command = typer.Typer()
    command.command()(separate)
    outcome = CliRunner().invoke(command, [str(fronts), str(tmp_path / "out"), "--backs", str(backs), "--json"])
    told = json.loads(outcome.stdout)
    assert [one["pages"] for one in told["documents"]] == [[3, 4], [7, 8]]
    assert [one["page"] for one in told["left_out"]] == [1, 2, 5, 6]


def test_uneven_or_unlike_stacks_are_refused(sheets: Pages, tmp_path: Path) -> None:
    fronts = scanned([sheets[0], written_page()], tmp_path / "pile.pdf")
    with pytest.raises(UnevenStacks):
        collate_files(fronts, scanned([a4()], tmp_path / "one.pdf"), tmp_path / "both.pdf")
    with pytest.raises(NotCuttable):
        collate_files(fronts, scanned([a4(), a4()], tmp_path / "two.tif"), tmp_path / "both.pdf")
    assert not (tmp_path / "both.pdf").exists()


def test_the_command_says_what_it_printed(tmp_path: Path) -> None:
    out = tmp_path / "new" / "sheets.pdf"
    options = ["--batch", "B", "--dossier", CODES[0], "--count", "1", "--out", str(out), "--json"]
    outcome = CliRunner().invoke(app, ["sheets", "print", *options])
    told = json.loads(outcome.stdout)
    assert [one["dossier_code"] for one in told["sheets"]] == [CODES[0], None]
    assert [understood(one["code"]) for one in told["sheets"]] == [
        SheetCommand("B", 1, 2, CODES[0]),
        SheetCommand("B", 2, 2),
    ]
    assert inspect(out, out.name).page_count == 2


def test_sheets_for_nothing_are_not_printed(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(app, ["sheets", "print", "--batch", "B", "--out", str(tmp_path / "x.pdf")])
    assert outcome.exit_code == 2
    assert not list(tmp_path.iterdir())


PUBLIC_SHEETS = {
    "naps2__patcht.jpg": {1: ("T", "PATCHT")},
    "paperless-ng__barcode-128-custom.pdf": {1: (None, "CUSTOM BARCODE")},
    "paperless-ng__barcode-39-asn-123.pdf": {1: (None, "ASN00123")},
    "paperless-ng__barcode-fax-image.pdf": {2: ("T", "PATCHT")},
    "paperless-ng__barcode-qr-asn-000123-upscale-dpi.pdf": {1: (None, "ASN 000123")},
    "paperless-ng__patch-code-t-double.pdf": {2: ("T", "PATCHT"), 3: ("T", "PATCHT")},
    "paperless-ng__patch-code-t-middle-alpha.tiff": {2: ("T", "PATCHT")},
    "paperless-ng__patch-code-t-middle-fuzzy.pdf": {2: (None, "PATCHT")},
    "paperless-ng__patch-code-t.pdf": {1: ("T", "PATCHT")},
    "paperless-ng__split-by-tag-basic.pdf": {2: (None, "TAG:invoice"), 4: (None, "TAG:receipt")},
    "paperless-ng__split-by-tag-multiple-per-page.pdf": {
        2: (None, "TAG:expense", "TAG:invoice"),
        4: (None, "TAG:receipt"),
    },
}


@pytest.mark.parametrize("name", PUBLIC_SHEETS)
def test_public_sheets_are_read_on_their_pages_and_on_no_other(name: str, shared_data: Path) -> None:
    signals = signals_of(shared_data / "data" / "barcodes" / name)
    seen = {
        number: (page.patch, *sorted(code.text for code in page.codes))
        for number, page in enumerate(signals, 1)
        if page != PageSignals()
    }
    assert seen == PUBLIC_SHEETS[name]


def test_a_batch_with_two_sheets_in_a_row_has_two_documents(shared_data: Path) -> None:
    found = cut(signals_of(shared_data / "data" / "barcodes" / "paperless-ng__patch-code-t-double.pdf"), CutRules())
    assert [(one.pages, one.reason) for one in found.segments] == [((1,), Reason.BATCH_START), ((4,), Reason.PATCH)]
    assert found.leftovers == ((2, Leftover.SEPARATOR), (3, Leftover.SEPARATOR))


def test_no_real_paper_is_taken_for_a_separator(shared_data: Path) -> None:
    for file in sorted((shared_data / "data" / "vn_scans" / "docs").iterdir()):
        assert signals_of(file, last=1) == [PageSignals()], file.name


def signals_of(file: Path, last: int = 12) -> list[PageSignals]:
    source = inspect(file, file.name)
    images = (page_image(file, source.kind, number) for number in range(1, min(source.page_count, last) + 1))
    return [page_signals(image.pixels, image.dpi) for image in images]


def test_a_place_that_cannot_be_written_to_is_named_in_a_sentence(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"")
    batch = tmp_path / "batch.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(batch)
    printing = ["sheets", "print", "--batch", "Lô 15", "--count", "1", "--out", str(file / "sheets.pdf")]
    for command in (printing, ["scan", "separate", str(batch), str(file / "out")]):
        outcome = CliRunner().invoke(app, command)
        assert outcome.exit_code == 2
        assert "cannot be" in outcome.output
        assert "Traceback" not in outcome.output


def test_more_sheets_than_a_ream_are_not_printed(tmp_path):
    out = tmp_path / "sheets.pdf"
    outcome = CliRunner().invoke(app, ["sheets", "print", "--batch", "Lô", "--count", "501", "--out", str(out)])
    assert outcome.exit_code == 2
    assert not out.exists()


def test_a_batch_that_cannot_be_written_whole_leaves_nothing_behind(tmp_path):
    batch, out = tmp_path / "batch.tiff", tmp_path / "out"
    pages = [Image.fromarray(written_page(dpi=75)) for _ in range(3)]
    pages[0].save(batch, save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate", dpi=(75, 75))
    content = bytearray(batch.read_bytes())
    resolution_unit, jpeg_of_1992 = struct.pack("<HHI", 296, 3, 1), struct.pack("<HHI", 512, 3, 1)
    last = content.rindex(resolution_unit)
    content[last : last + len(jpeg_of_1992)] = jpeg_of_1992
    batch.write_bytes(content)
    out.mkdir()
    with pytest.raises(NotCuttable):
        separate_file(batch, inspect(batch, batch.name), out, rules=CutRules(every=1))
    assert not list(out.iterdir())
