"""The archival copy: PDF/A with page images as the profile asks and the words invisible above them."""

from pipeline.preserve.archival import build_archival
from pipeline.preserve.kept_pages import KeptPages
from pipeline.preserve.metadata import ArchiveMetadata
from pipeline.preserve.navigation import Section
from pipeline.preserve.profile import PdfaLevel, PreservationProfile

__all__ = ["ArchiveMetadata", "KeptPages", "PdfaLevel", "PreservationProfile", "Section", "build_archival"]
