"""What a PDF says itself: text that may be used instead of recognition, and the reasons where it may not."""

from pipeline.digital.texts import PageKind, PageText, TextVerdict, page_texts

__all__ = ["PageKind", "PageText", "TextVerdict", "page_texts"]
