"""What an archival copy is made for: how its page images are kept, and which PDF/A it is."""

from enum import StrEnum


class PreservationProfile(StrEnum):
    """How page images are kept. The source's own bytes are stored apart from the copy, whatever the profile."""

    LOSSLESS = "lossless"
    """Every image as it came; what PDF/A does not allow is compressed anew without loss."""

    FAITHFUL = "faithful"
    """Images as they came where they are reasonably small; heavy ones compressed anew without visible loss."""

    SMALL = "small"
    """An access copy: paper, ink and the shape of the ink in layers of their own."""

    BITONAL = "bitonal"
    """An access copy in black and white, CCITT G4."""


class PdfaLevel(StrEnum):
    """Part and conformance level of PDF/A."""

    PDFA_2U = "2u"
    PDFA_2B = "2b"
    PDFA_3B = "3b"

    @property
    def part(self) -> str:
        """``2`` or ``3``."""
        return self.value[0]

    @property
    def conformance(self) -> str:
        """``U`` or ``B``, as XMP writes it."""
        return self.value[1].upper()
