"""The ways from scans to text that are compared: what each runs, and where its text then is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.pages import TOOLS, Document, Level, Page

Command = list[str | Path]

SOHOA: Command = [sys.executable, "-c", "from sohoa.cli import main; main()"]
_OCRMYPDF_GIVES_UP = (2, 4, 6, 7, 8, 10, 15)
"""Its exit codes for a file that it does not take or cannot finish; what it did not write is counted as refused."""

REFUSED = 2
"""Exit code of ``sohoa scan digitize`` when some file was refused; the others were done."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way. ``commands`` are those that turn the documents of a level into files of an output folder."""

    key: str
    title: str
    commands: Callable[[Level, Path], list[Command]]
    pdf_of: Callable[[Document, Page, Path], Path] | None
    text_of: Callable[[Document, Page, Path], Path] | None
    expected: tuple[int, ...] = (0,)
    missing: Callable[[], str | None] = lambda: None
    """Why this way cannot be gone on this machine."""

    def refused(self, document: Document, out: Path) -> bool:
        """Whether nothing was written for a document."""
        place = self.pdf_of or self.text_of
        return place is not None and not place(document, document.pages[0], out).exists()


def texts(way: Way, document: Document, page: Page, out: Path) -> dict[str, str]:
    """What a way read on a page, by where it stands: ``pdf`` as pdftotext finds it, ``text`` as it was written.

    A file that was not written counts as empty.
    """
    found = {}
    if way.pdf_of is not None:
        pdf = way.pdf_of(document, page, out)
        found["pdf"] = _extracted(pdf, page.number) if pdf.exists() else ""
    if way.text_of is not None:
        text = way.text_of(document, page, out)
        found["text"] = text.read_text(encoding="utf-8") if text.exists() else ""
    return found


def written_bytes(way: Way, level: Level, out: Path) -> int | None:
    """The size of all PDF files a way wrote for a level; none for a way that writes text alone."""
    if way.pdf_of is None:
        return None
    paths = {way.pdf_of(document, document.pages[0], out) for document in level.documents}
    return sum(path.stat().st_size for path in paths if path.exists())


def all_ways() -> list[Way]:
    """Every way, the anchor first."""
    return [
        Way("tesseract", "bare tesseract, text", _bare, None, _bare_text, missing=_no_tesseract),
        _ocrmypdf("ocrmypdf", "OCRmyPDF pdfa"),
        _ocrmypdf("ocrmypdf-deskew", "OCRmyPDF deskew + rotate", "--deskew", "--rotate-pages"),
        sohoa("sohoa", "sohoa scan digitize"),
        sohoa("sohoa-pytesseract", "sohoa, engine pytesseract", setting="SOHOA_OCR_ENGINE=pytesseract"),
    ]


def sohoa(key: str, title: str, *options: str, setting: str = "SOHOA_OCR_ENGINE=auto") -> Way:
    """Ours: orientation, deskew, clean-up, recognition, fields, PDF/A and veraPDF. ``setting`` is one NAME=VALUE."""

    def commands(level: Level, out: Path) -> list[Command]:
        inputs = [document.path for document in level.documents]
        program: Command = ["env", setting, *SOHOA, "scan", "digitize", *inputs, out]
        return [[*program, "--jobs", "1", "--language", level.language, *options]]

    def missing() -> str | None:
        unknown = [option for option in options if option.startswith("--") and option not in _sohoa_help()]
        return f"sohoa scan digitize has no {unknown[0]}" if unknown else None

    return Way(key, title, commands, _stem_pdf, _sohoa_text, (0, REFUSED), missing)


def _bare(level: Level, out: Path) -> list[Command]:
    pages = ((document, page) for document in level.documents for page in document.pages)
    return [
        ["tesseract", page.image, _bare_text(document, page, out).with_suffix(""), "-l", level.language]
        for document, page in pages
    ]


def _ocrmypdf(key: str, title: str, *options: str) -> Way:
    def commands(level: Level, out: Path) -> list[Command]:
        return [_ocrmypdf_command(document, level.language, out, options) for document in level.documents]

    return Way(key, title, commands, _stem_pdf, None, (0, *_OCRMYPDF_GIVES_UP), _no_ocrmypdf)


def _ocrmypdf_command(document: Document, language: str, out: Path, options: Sequence[str]) -> Command:
    command: Command = [TOOLS / "ocrmypdf", "--output-type", "pdfa", "--jobs", "1", "-l", language, *options]
    if not document.is_pdf:
        # Photographs and old TIFF files do not say their resolution, and it refuses them without.
        command += ["--image-dpi", "300"]
    if document.has_text:
        # It refuses pages with text and signed files otherwise. Ours keeps a signed file and makes a copy to read.
        command += ["--force-ocr", "--invalidate-digital-signatures"]
    return [*command, "--quiet", document.path, out / f"{document.path.stem}.pdf"]


def _stem_pdf(document: Document, _page: Page, out: Path) -> Path:
    return out / f"{document.path.stem}.pdf"


def _sohoa_text(document: Document, page: Page, out: Path) -> Path:
    return out / f"{document.path.stem}.p{page.number}.txt"


def _bare_text(document: Document, page: Page, out: Path) -> Path:
    return out / f"{document.path.stem}-{page.number}.txt"


def _extracted(pdf: Path, number: int) -> str:
    command: Command = ["pdftotext", "-f", str(number), "-l", str(number), pdf, "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace").replace("\f", "")


@cache
def _sohoa_help() -> str:
    command: Command = [*SOHOA, "scan", "digitize", "--help"]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=_wide()).stdout


def _wide() -> dict[str, str]:
    return {**os.environ, "COLUMNS": "200"}


def _no_ocrmypdf() -> str | None:
    return None if (TOOLS / "ocrmypdf").exists() else "scripts/bench_env.sh was not run"


def _no_tesseract() -> str | None:
    return None if shutil.which("tesseract") else "tesseract is not installed"
