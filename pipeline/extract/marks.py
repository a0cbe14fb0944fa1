"""``urgency``, ``dossier_code`` and ``procedure_code``: where they stand at all."""

from collections.abc import Callable, Iterator, Sequence

from rapidfuzz import fuzz

from domain.identifiers import find_dossier_codes, find_procedure_codes
from domain.model import Field
from domain.vietnamese import capital_share, fold
from pipeline.extract.evidence import Rule, field
from pipeline.extract.header import Header
from pipeline.extract.lines import Line

URGENCIES = ("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN")
"""Decree 30/2020, Annex I, ô 10b."""

_URGENCY_DEPTH = 0.35
_SURE_WORD = 85.0


def urgency_field(header: Header) -> Iterator[Field]:
    """The urgency stamp under the head, left."""
    for line in header.below:
        if line.middle_y > _URGENCY_DEPTH * header.page_height or line.middle_x > header.page_width / 2:
            continue
        if capital_share(line.text) < 0.8:
            continue
        scores = {name: fuzz.ratio(fold(name), line.folded.strip(" .,:;|'\"")) for name in URGENCIES}
        best = max(scores, key=lambda name: scores[name])
        if scores[best] >= 85.0:
            exact = scores[best] == 100.0
            yield field(
                "urgency", best, [line], rules=(Rule("urgency_read_exactly", exact, required=True),), confirmed=exact
            )
            return


def code_fields(lines: Sequence[Line]) -> Iterator[Field]:
    """Dossier and procedure code, each where exactly one stands in the text: a list of many is about others."""
    yield from _only("dossier_code", "ho so", lines, lambda text: [str(code) for code in find_dossier_codes(text)])
    yield from _only("procedure_code", "ma", lines, lambda text: [str(code) for code in find_procedure_codes(text)])


def _only(name: str, label: str, lines: Sequence[Line], codes_in: Callable[[str], list[str]]) -> Iterator[Field]:
    found = [(code, line) for line in lines for code in codes_in(line.text)]
    values = dict.fromkeys(code for code, _ in found)
    if len(values) != 1:
        return
    code, line = found[0]
    surely = all(word.confidence >= _SURE_WORD for word in line.words if any(c.isdigit() for c in word.text))
    yield field(
        name,
        code,
        [line],
        rules=(
            Rule("code_labelled", label in line.folded, required=True),
            Rule("code_read_surely", surely, required=True),
        ),
    )
