"""From a scanned page to the level, clean, grey page the recogniser sees; its archived image is not touched."""

from pipeline.enhance.clean_page import CleanPage, enhance, straightened

__all__ = ["CleanPage", "enhance", "straightened"]
