"""Search: words of pages, found with and without diacritics."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from domain.errors import BadSettings
from storage.search.port import SearchIndex
from storage.search.tantivy import TantivySearch

__all__ = ["SearchIndex", "open_search"]


def open_search(url: str) -> SearchIndex:
    """The index at ``tantivy:///path`` or at a plain path. Nothing is opened before the first use.

    Raises:
        BadSettings: the address is of no known form.
    """
    parts = urlsplit(url)
    if parts.scheme == "tantivy" and not parts.netloc and parts.path.strip("/"):
        return TantivySearch(Path(unquote(parts.path)))
    if not parts.scheme and url:
        return TantivySearch(Path(url))
    raise BadSettings("no search address", setting="search")
