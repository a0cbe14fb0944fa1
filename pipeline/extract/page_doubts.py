"""What a page as a whole says against the fields that were read on it."""

from collections.abc import Mapping
from dataclasses import replace

from domain.model import Field, PageReading, RuleVerdict
from pipeline.digital.own_text import LAYER_ENGINE

_LAYER_SHARE = 0.7
"""What is left of the confidence of words whose recogniser told none."""

_PALEST_INK = 60.0
_MOST_SPECKS = 1_000.0
"""Above it lie bad photocopies; office scans have up to 300."""

_WITHOUT_VOCABULARY = frozenset({"code", "issued_date", "subject", "signer"})
"""No list brings back a digit or a mark that was lost in these."""


def doubted_by_page(found: Field, pages: Mapping[int, PageReading]) -> Field:
    """The field, barred from passing unseen where its page gives reason to.

    On pale or peppered paper a recogniser takes marks for dirt and dirt for marks, and is as sure of ``Thánh`` as of
    ``Thành``. Of a text layer that another program's recognition left nobody knows how surely it was read.
    """
    if found.page is None or found.page not in pages:
        return found
    page = pages[found.page]
    if page.engine == LAYER_ENGINE:
        return replace(_barred(found, "reading_tells_its_doubts"), confidence=round(found.confidence * _LAYER_SHARE, 4))
    if (found.name in _WITHOUT_VOCABULARY or _is_filled_in(found)) and not _is_legible(page.measures):
        return _barred(found, "page_shows_every_mark")
    return found


def _is_filled_in(found: Field) -> bool:
    """Whether a value was filled into a form, and not taken from the list of its choices."""
    asked = {verdict.rule for verdict in found.rules}
    return "printed" in asked and "choice_in_list" not in asked


def _is_legible(measures: Mapping[str, float]) -> bool:
    """Whether ink is dark and paper clean enough; a page that was not measured is."""
    return measures.get("contrast", 100.0) >= _PALEST_INK and measures.get("specks", 0.0) <= _MOST_SPECKS


def _barred(found: Field, rule: str) -> Field:
    return replace(found, accepted=False, rules=(*found.rules, RuleVerdict(rule, passed=False)))
