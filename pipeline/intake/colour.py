"""Pillow images of any mode as 8-bit grey or RGB pixels."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile

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
    if image.mode == "1":
        return np.asarray(image.convert("L"))
    if image.mode in _PROFILED_MODES and image.info.get("icc_profile"):
        image = _through_profile(image, image.info["icc_profile"])
    unpacked = _from_plain_jpeg(image)
    if unpacked is not None:
        return unpacked
    # A copy of an A0 sheet takes half a gigabyte.
    return np.asarray(image if image.mode in {"L", "RGB"} else image.convert("RGB"))


def _from_plain_jpeg(image: Image.Image) -> NDArray[np.uint8] | None:
    """The pixels of a JPEG that was only opened, straight into an array: through Pillow it takes half as long again.

    None where there is nothing to gain, or where the data is damaged, which Pillow then tells.
    """
    file = image.fp if isinstance(image, JpegImageFile) else None
    if file is None or image.mode not in {"L", "RGB"}:
        return None
    import cv2  # noqa: PLC0415 - the web server looks into files and unpacks none

    colours = cv2.IMREAD_GRAYSCALE if image.mode == "L" else cv2.IMREAD_COLOR_RGB
    file.seek(0)
    content = np.frombuffer(file.read(), np.uint8)
    pixels = cv2.imdecode(content, colours | cv2.IMREAD_IGNORE_ORIENTATION)
    return None if pixels is None else np.asarray(pixels, dtype=np.uint8)


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
