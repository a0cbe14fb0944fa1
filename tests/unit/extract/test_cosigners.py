"""Of several who sign side by side one is the signer and the others are alternatives."""

import pytest

from tests.unit.extract.typeset import Row, decision, failed, fields, page


def _signed(left: str, right: str, recipients_top: float) -> list[Row]:
    return [
        *((400.0, 1500.0, left), (1200.0, 1500.0, right)),
        *((400.0, 1830.0, "Nguyễn Văn Lên"), (1200.0, 1830.0, "Nguyễn Thiện Phú")),
        *((280.0, recipients_top, "Nơi nhận:"), (300.0, recipients_top + 40.0, "- Lưu: VT.")),
    ]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CHỦ TỊCH", "GIÁM ĐỐC"),
        ("KT. BỘ TRƯỞNG BỘ TÀI CHÍNH", "KT. BỘ TRƯỞNG BỘ TƯ PHÁP"),
        ("GIÁM ĐỐC SỞ Y TẾ", "GIÁM ĐỐC SỞ TƯ PHÁP"),
    ],
)
def test_the_signer_of_the_right_half_is_proposed_and_the_other_named(left: str, right: str) -> None:
    found = fields(page(*decision(signature=_signed(left, right, 1420.0))))

    assert (found["signer"].value, found["signer"].alternatives) == ("Nguyễn Thiện Phú", ("Nguyễn Văn Lên",))
    for name in ("signer", "signer_position"):
        assert not found[name].accepted
        assert "nobody_signs_beside" in failed(found[name])


def test_signatures_above_the_recipients_are_all_named() -> None:
    signer = fields(page(*decision(signature=_signed("CHỦ TỊCH", "GIÁM ĐỐC", 1950.0))))["signer"]

    assert {signer.value, *signer.alternatives} == {"Nguyễn Thiện Phú", "Nguyễn Văn Lên"}
    assert not signer.accepted


def test_recipients_beside_a_signature_are_no_signers() -> None:
    found = fields(page(*decision()))

    assert "nobody_signs_beside" not in failed(found["signer"])
    assert found["signer"].accepted
