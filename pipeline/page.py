"""One page of a file, from its pixels to its words and a picture of it for the screen."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from domain.model import DossierMark, PageFrame, PageReading
from pipeline.digital.mixed import completed
from pipeline.digital.own_text import OwnText, own_text
from pipeline.enhance.clean_page import CleanPage, enhance, straightened
from pipeline.handwriting.head import read_handwriting
from pipeline.intake.images import PageImage, page_image
from pipeline.intake.source import kind_of
from pipeline.limits import Limits
from pipeline.ocr_engine.in_tiles import InTiles
from pipeline.quality import PROFILES, judge, quality, warnings_of
from pipeline.reading_settings import ReadingSettings
from pipeline.recognise.recognition import recognise
from pipeline.separate.evidence import dossier_marks
from pipeline.separate.signals import codes_on

NOT_READ = "none"
"""Stands for the engine of a page that was left out."""

_PREVIEW_DPI = 140.0
"""Letters are read with ease on a screen, and an A4 page stays under 300 kB."""
_PREVIEW_LONGEST_PX = 2000
_PREVIEW_QUALITY = 70


@dataclass(frozen=True, slots=True)
class ReadWords:
    """The words of a page; ``seconds`` is wall time."""

    reading: PageReading
    seconds: float


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was read. ``preview`` is the archived page as a JPEG; ``seconds`` is wall time."""

    reading: PageReading
    preview: bytes
    seconds: float


def read_page(path: Path, media_type: str, number: int, settings: ReadingSettings, limits: Limits) -> ReadPage:
    """Read one page of a file that ``inspect`` let pass, and picture it. ``number`` counts from 1.

    Decodes foreign data and runs tesseract: call it inside ``in_child``, with ``settings.warm_engine`` as ``warm``.

    Raises:
        UnreadableScan, PageTooLarge, FileOverwhelmsTools, ProgramFailed, ProgramMissing: see ``page_image`` and
            ``recognise``.
    """
    started = time.monotonic()
    kind = kind_of(media_type)
    image = page_image(path, kind, number, limits)
    own = own_text(path, kind, number, settings.text, limits)
    reading = _read(image, number, own, settings, limits)
    return ReadPage(reading, preview(image.pixels, reading.frame), time.monotonic() - started)


def read_words(path: Path, media_type: str, number: int, settings: ReadingSettings, limits: Limits) -> ReadWords:
    """As ``read_page``, without the picture: a page whose own text is used is not even drawn."""
    started = time.monotonic()
    kind = kind_of(media_type)
    own = own_text(path, kind, number, settings.text, limits)
    if own.complete is not None:
        return ReadWords(own.complete, time.monotonic() - started)
    image = page_image(path, kind, number, limits)
    return ReadWords(_read(image, number, own, settings, limits), time.monotonic() - started)


def unread_page(path: Path, media_type: str, number: int, settings: ReadingSettings, limits: Limits) -> PageReading:
    """A page that shall not be recognised: with its own text where it has any, else as it was scanned without words.

    Call it inside ``in_child``.

    Raises:
        UnreadableScan, PageTooLarge, FileOverwhelmsTools, ProgramMissing: see ``page_image``.
    """
    kind = kind_of(media_type)
    own = own_text(path, kind, number, settings.text, limits)
    if own.complete is not None:
        return own.complete
    image = page_image(path, kind, number, limits)
    return PageReading(number, PageFrame(image.width_px, image.height_px, image.dpi), (), NOT_READ)


def _read(image: PageImage, number: int, own: OwnText, settings: ReadingSettings, limits: Limits) -> PageReading:
    if own.complete is not None:
        return own.complete
    engine = InTiles(settings.open_engine(limits.page_timeout_s))
    clean = enhance(image.pixels, image.dpi)
    found = recognise(clean, engine)
    seen = quality(image.pixels, clean, found.frame, found.words)
    doubts = warnings_of(judge(seen, PROFILES[settings.quality]))
    reading = PageReading(
        number,
        found.frame,
        found.words,
        engine.name,
        {**found.measures, **seen.values},
        tuple(dict.fromkeys((*own.warnings, *image.warnings, *found.warnings, *doubts))),
        seen.likeness,
        found.steps,
        tuple(_marks(clean if found.frame == clean.frame else clean.upside_down())),
    )
    if own.reading is not None:
        reading = completed(own.reading, reading)
    return replace(reading, handwriting=read_handwriting(reading, image.pixels))


def _marks(clean: CleanPage) -> Iterator[DossierMark]:
    """What bar codes on the page say of its dossier, boxes in the page's frame."""
    for mark in dossier_marks(codes_on(clean.pixels)):
        yield replace(mark, box=clean.box_in_frame(mark.box))


def preview(pixels: NDArray[np.uint8], frame: PageFrame) -> bytes:
    """The archived page, level and in its colours, as a JPEG of some 140 dpi.

    Args:
        pixels: the page as scanned, grey (height, width) or RGB (height, width, 3).
        frame: what was made of it.
    """
    scale = min(1.0, _PREVIEW_DPI / frame.dpi, _PREVIEW_LONGEST_PX / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    level = straightened(np.asarray(small, dtype=np.uint8), frame.rotation, frame.skew_deg)
    jpeg = BytesIO()
    Image.fromarray(level).save(jpeg, "JPEG", quality=_PREVIEW_QUALITY)
    return jpeg.getvalue()
