"""The output intent: what device colours of the archival copy mean."""

from functools import cache

import pikepdf
from PIL import ImageCms

_DATE = slice(24, 36)
"""Place of the creation date in an ICC header (ICC.1:2010, 7.2)."""
_FIXED_DATE = bytes.fromhex("07d0 0001 0001 0000 0000 0000")


@cache
def srgb_profile() -> bytes:
    """An sRGB profile, always the same bytes: LittleCMS writes the time of day into it, which is put to 2000-01-01."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_DATE] = _FIXED_DATE
    return bytes(profile)


def add_output_intent(pdf: pikepdf.Pdf) -> None:
    """Declare device colours to be sRGB."""
    profile = pdf.make_stream(srgb_profile(), N=3, Alternate=pikepdf.Name.DeviceRGB)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
