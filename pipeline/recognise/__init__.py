"""From a clean page to its words in reading order."""

from pipeline.recognise.recognition import Recognition, recognise

__all__ = ["Recognition", "recognise"]
