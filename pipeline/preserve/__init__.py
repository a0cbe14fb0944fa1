"""The archival copy: PDF/A-2u with the page images as they came and the words invisible above them."""

from pipeline.preserve.archival import build_archival
from pipeline.preserve.metadata import ArchiveMetadata

__all__ = ["ArchiveMetadata", "build_archival"]
