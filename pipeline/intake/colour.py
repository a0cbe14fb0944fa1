"""Pillow images of any mode as 8-bit grey or RGB pixels."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_DEEP_MODES = {"I;16", "I;16L", "I;16B", "I;16N", "I"}
_PROFILED_MODES = {"RGB", "CMYK", "LAB"}


def as_pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Unpack an image: one grey channel where it has only grey, else sRGB; transparency over white paper.

    Returns:
        Shape (height, width) or (height, width, 3), 0 is black.

    Raises:
        OSError: the data is truncated or corrupt.
        ValueError: a mode without a known meaning of black and white, such as floating point.
    """
    if image.mode in _DEEP_MODES:
        return _from_deep_grey(image)
    if image.mode == "F":
        raise ValueError("floating-point samples")
    if image.has_transparency_data:
        image = _over_white(image)
    if image.mode in {"1", "L"}:
        return np.asarray(image.convert("L"))
    if image.mode in _PROFILED_MODES and image.info.get("icc_profile"):
        image = _through_profile(image, image.info["icc_profile"])
    # A copy of an A0 sheet takes half a gigabyte.
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


def _from_deep_grey(image: Image.Image) -> NDArray[np.uint8]:
    samples = np.asarray(image)
    # Pillow widens some 16-bit greys to 32 bits without scaling them.
    deepest = 0xFFFF if samples.dtype.itemsize == 2 or samples.max(initial=0) <= 0xFFFF else 0x7FFFFFFF
    return np.asarray(np.clip(samples, 0, deepest) // ((deepest + 1) // 256), dtype=np.uint8)


def _over_white(image: Image.Image) -> Image.Image:
    grey = image.mode in {"LA", "La", "L", "1"}
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("L" if grey else "RGB")


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as the device meant them; the plain conversion when its profile is broken or already sRGB."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted if converted is not None else image
