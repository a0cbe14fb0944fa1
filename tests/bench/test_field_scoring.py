"""When an extracted value counts as right, and what is blamed for a wrong one."""

import importlib.util
import json
from types import ModuleType

import pytest

from bench.field_scoring import Cause, Verdict, cause_of, is_right, truth_of, verdict_on
from bench.pages import SHARED
from tests.unit.extract.typeset import decision, fields, page

SCORER = SHARED / "tools" / "score_fields.py"
PAIRS = [
    ("code", "05/BC-UBND", "5/BC-UBND"),
    ("code", "12/QĐ-UBND", "12/QD-UBND"),
    ("issued_date", "2025-06-15", "2025-06-15"),
    ("issued_date", "2025-06-15", "2025-06-16"),
    ("issuing_agency", "Sở Y tế tỉnh Kiên Giang", "Sở Y tế"),
    ("issuing_agency", "Sở Y tế", "Sở Tài chính"),
    ("issuing_agency", "UBND tỉnh Phú Thọ", "Uỷ ban nhân dân tỉnh Phú Thọ"),
    ("type", "Quyết định", "QUYẾT ĐỊNH"),
    ("type", "Quyết định", "Quyêt định"),
    ("subject", "V/v triển khai kế hoạch sử dụng đất năm 2025", "triển khai kế hoạch sử dụng đát năm 2025"),
    ("subject", "Về việc họp", "Về việc hợp"),
    ("signer", "Lê Hoàng Anh", "Lê Hoàng Ánh"),
]


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The public scorer of real scans."""
    if not SCORER.exists():
        pytest.skip(f"there is no {SCORER}")
    spec = importlib.util.spec_from_file_location("score_fields", SCORER, submodule_search_locations=[])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCORER.parent))
        spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "truth", "guess"), PAIRS)
def test_values_are_compared_as_the_public_scorer_does(scorer: ModuleType, name: str, truth: str, guess: str) -> None:
    assert is_right(name, truth, guess) == scorer.right(name, truth, guess)


def test_a_description_beside_a_scan_gives_the_truth() -> None:
    described = json.loads('{"symbol": "1/GM-SYT", "type": "Giấy mời", "parent_agency": null}') | {
        "signers": [{"title": "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG", "name": "Lê Hoàng Anh"}]
    }

    assert truth_of(described) == {
        "code": ("1/GM-SYT",),
        "type": ("Giấy mời",),
        "signer": ("Lê Hoàng Anh",),
        "signer_position": ("PHÓ CHÁNH VĂN PHÒNG",),
        "signer_capacity": ("TL. KT.",),
    }


def test_each_of_several_signers_is_right() -> None:
    found = fields(page(*decision()))["signer"]

    assert verdict_on("signer", ("Trần Văn Bảo", "Nguyễn Trúc Giang"), found) is Verdict.RIGHT
    assert verdict_on("signer", ("Trần Văn Bảo",), found) is Verdict.WRONG
    assert verdict_on("signer", ("Trần Văn Bảo",), None) is Verdict.MISSING


def test_a_cause_is_found_for_every_error() -> None:
    reading = page(*decision())
    agency = fields(reading)["issuing_agency"]

    assert cause_of(("Sở Y tế",), agency, [reading], by_hand=False) is Cause.VOCABULARY
    assert cause_of(("Hà Nội",), agency, [reading], by_hand=False) is Cause.OCR
    assert cause_of(("Đề án Tổ",), None, [reading], by_hand=False) is Cause.LAYOUT
    assert cause_of(("Hà Nội",), None, [reading], by_hand=True) is Cause.HANDWRITING
