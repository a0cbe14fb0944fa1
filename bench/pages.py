"""The pages everything is measured on: made ones with exact truth, real scans with transcriptions, letters.

What needs the folder of public data (``SOHOA_SHARED``, else ``shared`` beside the work tree) is left out with a word
where that folder is absent; the samples of this project are there always.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.phone import take_photographs

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SOHOA_SHARED") or ROOT.parent / "shared")
TOOLS = ROOT / ".bench-venv" / "bin"

_MAKER_LEVELS = ("clean", "typical", "bad")
_PICTURES = {".jpg", ".png"}


class Skipped(Exception):  # noqa: N818 - named by what happened
    """These pages cannot be had here; the message says why."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page with its truth. ``number`` counts from 1; ``image`` is what bare Tesseract gets."""

    number: int
    image: Path
    truth: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it would be handed in, and those of its pages whose truth is known."""

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
        """Pages with a truth."""
        return sum(len(document.pages) for document in self.documents)

    @property
    def bytes_per_page(self) -> float:
        """Of the files as they are handed in."""
        return sum(document.path.stat().st_size for document in self.documents) / self.pages


@dataclass(frozen=True, slots=True)
class Stock:
    """Makes the pages of a level in ``folder``, where they stay for the next run."""

    folder: Path
    seed: int
    count: int

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
        }
        if name not in makers:
            raise Skipped(f"there is no level of this name, only {', '.join(makers)}")
        return makers[name]()

    def first_page(self, level: Level) -> Level:
        """The same level with its first page alone, in a file of one page."""
        document = level.documents[0]
        if len(document.pages) == 1 or not document.is_pdf:
            return Level(level.name, level.documents[:1], level.language)
        path = self.folder / f"{level.name}-first.pdf"
        _as_pdf([document.pages[0].image], path)
        return Level(level.name, (Document(path, document.pages[:1]),), level.language)

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
        scans = {scan.stem: scan for scan in (folder / "docs").iterdir()}
        return Level("real", tuple(self._transcribed(folder / "gt", scans)))

    def _samples(self) -> Level:
        scans = {scan.stem: scan for scan in (ROOT / "samples" / "dossiers").rglob("*.*")}
        usable = {stem: scan for stem, scan in scans.items() if scan.suffix in {".pdf", *_PICTURES}}
        return Level("samples", tuple(self._transcribed(ROOT / "samples" / "truth", usable)))

    def _transcribed(self, truths: Path, scans: dict[str, Path]) -> Iterator[Document]:
        """Documents of which pages ``<stem>.p<N>.txt`` are transcribed."""
        for stem, scan in sorted(scans.items()):
            numbered = {int(truth.suffixes[-2][2:]): _text(truth) for truth in truths.glob(f"{stem}.p*.txt")}
            pages = tuple(
                Page(number, self._image_of(scan, number), text) for number, text in sorted(numbered.items()) if text
            )
            if pages:
                yield Document(scan, pages, has_text=_has_text(scan))

    def _image_of(self, scan: Path, number: int) -> Path:
        """What a script would give to Tesseract."""
        if scan.suffix in _PICTURES:
            return scan
        folder = self.folder / "drawn"
        folder.mkdir(parents=True, exist_ok=True)
        image = folder / f"{scan.stem}-{number}.png"
        if not image.exists():
            options = ["-r", "300", "-png", "-singlefile", "-f", str(number), "-l", str(number)]
            subprocess.run(["pdftoppm", *options, scan, image.with_suffix("")], check=True, capture_output=True)
        return image

    def _made_pages(self) -> Path:
        maker = _shared("tools/make_pages.py")
        made = self.folder / f"seed{self.seed}-{self.count}"
        if not (made / f"{_MAKER_LEVELS[-1]}.pdf").exists():
            options = ["--out", made, "--seed", str(self.seed), "--pages", str(self.count)]
            subprocess.run([_tool("python"), maker, *options], check=True)
        return made


def _single(image: Path, truth: str) -> Document:
    return Document(image, (Page(1, image, truth),))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()


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
