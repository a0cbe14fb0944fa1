"""The pipeline alone, from files to files: what ``sohoa scan digitize`` does, without any service or database."""

from pipeline.digitize.digitized import Digitized
from pipeline.digitize.digitizer import Digitizer
from pipeline.digitize.progress import Progress

__all__ = ["Digitized", "Digitizer", "Progress"]
