"""The size of a page, judged from what its header declares, before a single pixel is unpacked."""

from domain.errors import PageTooLarge
from pipeline.limits import Limits


def check_page_size(page: int, width_px: int, height_px: int, limits: Limits) -> None:
    """Refuse a page whose pixels would overwhelm the machine. ``page`` counts from 1.

    Raises:
        PageTooLarge: a side or the pixel count passes its limit.
    """
    if max(width_px, height_px) > limits.max_side_px:
        raise PageTooLarge(page=page, width_px=width_px, height_px=height_px, limit_px=limits.max_side_px)
    limit_px = limits.max_page_megapixels * 1_000_000
    if width_px * height_px > limit_px:
        raise PageTooLarge(page=page, width_px=width_px, height_px=height_px, limit_px=limit_px)
