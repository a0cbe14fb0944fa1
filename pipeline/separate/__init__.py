"""Cutting batches into documents, by what their pages signal."""

from pipeline.separate.collating import collate, collate_files
from pipeline.separate.cuts import Cut, CutRules, Segment
from pipeline.separate.cutting import cut
from pipeline.separate.expected import Discrepancy, Expected, ExpectedDocument, reconcile
from pipeline.separate.separating import Separated, separate_file
from pipeline.separate.signals import Code, PageSignals, page_signals
from pipeline.separate.splitting import split

__all__ = [
    "Code",
    "Cut",
    "CutRules",
    "Discrepancy",
    "Expected",
    "ExpectedDocument",
    "PageSignals",
    "Segment",
    "Separated",
    "collate",
    "collate_files",
    "cut",
    "page_signals",
    "reconcile",
    "separate_file",
    "split",
]
