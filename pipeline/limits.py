"""How much one file may ask of the machine. Beyond a limit a file is refused with the limit's own error."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Defaults fit A0 drawings at 300 dpi (140 megapixels) and a year's register in one file."""

    max_file_mb: int = 1024
    max_pages: int = 5_000
    max_side_px: int = 40_000
    max_page_megapixels: int = 200
    max_unpacked_mb: int = 1024
    """What all streams of a page, or one stream, may unpack to."""

    inspect_timeout_s: float = 60.0
    page_timeout_s: float = 180.0
    child_memory_mb: int = 4096
    """Address space of a child that reads a hostile file; a 200-megapixel colour page needs about 2 GB."""
