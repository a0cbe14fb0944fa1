"""The files of the output folder: what they are called, and which of them may be written over."""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from domain.model import PageReading
from pipeline.alto import alto_xml
from pipeline.files import write_whole
from pipeline.reading import plain_text

_LONGEST_STEM_BYTES = 200
"""A name may have 255, and ``.p5000.alto.xml.part`` comes after it."""


class Outputs:
    """The files that one source leaves under its stem."""

    def __init__(self, folder: Path, stem: str, *, alto: bool) -> None:
        self.pdf = folder / f"{stem}.pdf"
        self.facts = folder / f"{stem}.json"
        self._folder, self._stem, self._alto = folder, stem, alto

    def write_page(self, number: int, reading: PageReading) -> None:
        """Write the words of a page."""
        write_whole(self._text(number), plain_text(reading))
        if self._alto:
            write_whole(self._words(number), alto_xml(reading).decode())

    def are_whole(self, pages: int) -> bool:
        """Whether the words of so many pages are there."""
        wanted = [self._text(number) for number in range(1, pages + 1)]
        wanted += [self._words(number) for number in range(1, pages + 1)] if self._alto else []
        return all(file.exists() for file in wanted)

    def clear(self) -> None:
        """Remove what an earlier run left of this source: its new version may have fewer pages."""
        for file in (self.facts, *self._of_pages()):
            file.unlink(missing_ok=True)

    def _of_pages(self) -> Iterator[Path]:
        name = re.compile(rf"{re.escape(self._stem)}\.p\d+\.(txt|alto\.xml)")
        return (file for file in self._folder.iterdir() if name.fullmatch(file.name))

    def _text(self, number: int) -> Path:
        return self._folder / f"{self._stem}.p{number}.txt"

    def _words(self, number: int) -> Path:
        return self._folder / f"{self._stem}.p{number}.alto.xml"


def with_stems(sources: Iterable[Path], folder: Path) -> list[tuple[Path, str]]:
    """Each source with the stem of its outputs in ``folder``.

    Its own, shortened where it is too long for a name, and numbered (``a~2``) where it is taken in this run or where
    an output would be written over a source.
    """
    sources = list(sources)
    own = [_short(source.stem) for source in sources]
    taken: set[str] = set()
    named = []
    for source, stem in zip(sources, own, strict=True):
        # A plain stem goes before a numbered one: a source that is really called ``a~2`` keeps its name.
        reserved = taken | {other for other in own if other != stem}
        names = (stem, *(f"{stem}~{number}" for number in range(2, 2 * len(sources) + 3)))
        chosen = next(name for name in names if name not in reserved and not _is_source(folder, name, sources))
        taken.add(chosen)
        named.append((source, chosen))
    return named


def _is_source(folder: Path, stem: str, sources: Sequence[Path]) -> bool:
    outputs = (folder / f"{stem}.{kind}" for kind in ("pdf", "json"))
    return any(output.exists() and _is_one_of(output, sources) for output in outputs)


def _is_one_of(output: Path, sources: Sequence[Path]) -> bool:
    for source in sources:
        with suppress(OSError):  # a source that is gone is nothing to protect
            if output.samefile(source):
                return True
    return False


def _short(stem: str) -> str:
    return stem.encode()[:_LONGEST_STEM_BYTES].decode(errors="ignore")


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that its copy is there whole or not at all."""
    part = target.with_name(f".{target.stem[:32]}.part")
    shutil.copyfile(source, part)
    part.replace(target)
