"""Taking files in: what a file is, whether it may be worked on, and what its pages look like."""

from pipeline.intake.inspection import inspect
from pipeline.intake.source import Source, SourceKind

__all__ = ["Source", "SourceKind", "inspect"]
