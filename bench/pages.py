"""The pages everything is measured on: made ones with exact truth, real scans with transcriptions, letters.

What needs the folder of public data (``SOHOA_SHARED``, else ``shared`` beside the work tree) is left out with a word
where that folder is absent; the samples of this project are there always.
"""

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from bench.phone import take_photographs

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SOHOA_SHARED") or ROOT.parent / "shared")
TOOLS = ROOT / ".bench-venv" / "bin"

_MAKER_LEVELS = ("clean", "typical", "bad")
_PICTURES = {".jpg", ".png"}


class Skipped(Exception):
    """These pages cannot be had here; the message says why."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``number`` counts from 1; ``image`` is what bare Tesseract gets; ``truth`` is None where unknown."""

    number: int
    image: Path
    truth: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it would be handed in, and its pages. ``has_text`` says that it holds some text already."""

    path: Path
    pages: tuple[Page, ...]
    has_text: bool = False

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF, rather than one image."""
        return self.path.suffix == ".pdf"


@dataclass(frozen=True, slots=True)
class Level:
    """Pages of one kind. ``language`` names the Tesseract model for all ways."""

    name: str
    documents: tuple[Document, ...]
    language: str = "vie"

    @property
    def pages(self) -> int:
        """All pages of all documents."""
        return sum(len(document.pages) for document in self.documents)

    @property
    def bytes_per_page(self) -> float:
        """Of the files as they are handed in."""
        return sum(document.path.stat().st_size for document in self.documents) / self.pages


@dataclass(frozen=True, slots=True)
class Stock:
    """Makes the pages of a level in ``folder``, where they stay for the next run.

    ``scans`` and ``truths`` are folders of one's own scans and of their transcriptions ``<stem>.p<N>.txt``.
    """

    folder: Path
    seed: int
    count: int
    scans: Path | None = None
    truths: Path | None = None

    def level(self, name: str) -> Level:
        """The pages of a level.

        Raises:
            Skipped: what they are made of is not here.
        """
        makers: dict[str, Callable[[], Level]] = {
            **{made: lambda made=made: self._made(made) for made in _MAKER_LEVELS},  # type: ignore[misc]
            "phone": self._phone,
            "letters": self._letters,
            "real": self._real,
            "samples": self._samples,
            "scans": self._own,
        }
        if name not in makers:
            raise Skipped(f"there is no level of this name, only {', '.join(makers)}")
        return makers[name]()

    def again(self, level: Level) -> Level | None:
        """The same level with all its pages three times in one file; None where it is not one PDF."""
        document = level.documents[0]
        if len(level.documents) > 1 or not document.is_pdf:
            return None
        path = self.folder / f"{level.name}-again.pdf"
        _as_pdf([page.image for page in document.pages] * 3, path)
        return Level(level.name, (Document(path, document.pages * 3),), level.language)

    def _made(self, name: str) -> Level:
        made = self._made_pages()
        pages = tuple(
            Page(number + 1, made / name / f"p{number:02d}.jpg", _text(made / "gt" / f"p{number:02d}.txt"))
            for number in range(self.count)
        )
        return Level(name, (Document(made / f"{name}.pdf", pages),))

    def _phone(self) -> Level:
        made = self._made_pages()
        folder = made / "phone"
        photographs = sorted(folder.glob("*.jpg"))
        if len(photographs) != self.count:
            photographs = take_photographs(made / "master", folder, self.seed)
        truths = (_text(made / "gt" / f"{photo.stem}.txt") for photo in photographs)
        return Level("phone", tuple(_single(photo, truth) for photo, truth in zip(photographs, truths, strict=True)))

    def _letters(self) -> Level:
        folder = _shared("data/ocr_bench")
        scans = (scan for scan in sorted(folder.glob("*.tif")) if scan.with_suffix(".txt").exists())
        return Level("letters", tuple(_single(scan, _text(scan.with_suffix(".txt"))) for scan in scans), "eng")

    def _real(self) -> Level:
        folder = _shared("data/vn_scans")
        transcribed = {truth.name.partition(".")[0] for truth in (folder / "gt").glob("*.txt")}
        scans = (scan for scan in (folder / "docs").iterdir() if scan.stem in transcribed)
        return Level("real", tuple(self._scanned(scans, folder / "gt")))

    def _samples(self) -> Level:
        samples = ROOT / "samples"
        return Level("samples", tuple(self._scanned((samples / "dossiers").rglob("*.*"), samples / "truth")))

    def _own(self) -> Level:
        if self.scans is None:
            raise Skipped("--scans names no folder")
        return Level("scans", tuple(self._scanned(self.scans.iterdir(), self.truths or self.scans)))

    def _scanned(self, scans: Iterable[Path], truths: Path) -> Iterator[Document]:
        """PDF files and pictures with the transcriptions there are; what else lies there is left out."""
        for scan in sorted(scans):
            if scan.suffix == ".pdf":
                with pikepdf.Pdf.open(scan) as pdf:
                    numbers = range(1, len(pdf.pages) + 1)
            elif scan.suffix in _PICTURES:
                numbers = range(1, 2)
            else:
                continue
            pages = (Page(number, self._image_of(scan, number), _truth(truths, scan, number)) for number in numbers)
            yield Document(scan, tuple(pages), has_text=_has_text(scan))

    def _image_of(self, scan: Path, number: int) -> Path:
        """What a script would give to Tesseract."""
        if scan.suffix in _PICTURES:
            return scan
        folder = self.folder / "drawn"
        folder.mkdir(parents=True, exist_ok=True)
        image = folder / f"{scan.stem}-{number}.png"
        if not image.exists():
            command: list[str | Path] = ["pdftoppm", "-r", "300", "-png", "-singlefile"]
            command += ["-f", str(number), "-l", str(number), scan, image.with_suffix("")]
            subprocess.run(command, check=True, capture_output=True)
        return image

    def _made_pages(self) -> Path:
        maker = _shared("tools/make_pages.py")
        made = self.folder / f"seed{self.seed}-{self.count}"
        if not (made / f"{_MAKER_LEVELS[-1]}.pdf").exists():
            command: list[str | Path] = [_tool("python"), maker, "--out", made]
            subprocess.run([*command, "--seed", str(self.seed), "--pages", str(self.count)], check=True)
        return made


def _single(image: Path, truth: str) -> Document:
    return Document(image, (Page(1, image, truth),))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()


def _truth(truths: Path, scan: Path, number: int) -> str | None:
    path = truths / f"{scan.stem}.p{number}.txt"
    return _text(path) if path.exists() else None


def _has_text(scan: Path) -> bool:
    """Whether a PDF holds text already, which OCRmyPDF must be told to replace."""
    if scan.suffix != ".pdf":
        return False
    return bool(subprocess.run(["pdftotext", scan, "-"], capture_output=True, check=True).stdout.strip())


def _as_pdf(images: list[Path], target: Path) -> None:
    subprocess.run([_tool("img2pdf"), *images, "-o", target], check=True)


def _shared(part: str) -> Path:
    path = SHARED / part
    if not path.exists():
        raise Skipped(f"no {part} in {SHARED}; SOHOA_SHARED may name another folder")
    return path


def _tool(name: str) -> Path:
    path = TOOLS / name
    if not path.exists():
        raise Skipped("scripts/bench_env.sh was not run")
    return path
