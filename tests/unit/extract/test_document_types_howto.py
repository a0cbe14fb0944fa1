"""Who follows docs/how-to/document-types.md adds a type with a file and no code."""

import re
from pathlib import Path

from domain.templates import templates_with
from pipeline.extract import extract
from tests.unit.extract.typeset import LEFT, MIDDLE, Row, head, page

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "document-types.md"

SAMPLE: list[Row] = [
    *head(("ỦY BAN NHÂN DÂN", "XÃ BẮC HÀ"), "Số: 12/GXN-UBND", "Bắc Hà, ngày 05 tháng 10 năm 2026"),
    (MIDDLE, 400.0, "GIẤY XÁC NHẬN NGUỒN GỐC GỖ"),
    (500.0, 520.0, "Họ và tên chủ gỗ: Vàng Văn Thắng"),
    (1250.0, 520.0, "Ngày sinh: 12/03/1975"),
    (500.0, 570.0, "Số định danh cá nhân: 010075001234"),
    (LEFT, 620.0, "Khối lượng: 3,25 m³"),
    (LEFT, 670.0, "Loại gỗ: Sa mộc"),
    (560.0, 720.0, "Giấy này có giá trị đến hết ngày 31/12/2026."),
]


def test_the_example_of_the_how_to_works_as_it_stands(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.+?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    (name,) = re.findall(r"^`(\w+)\.toml`", HOW_TO.read_text(encoding="utf-8"), re.MULTILINE)
    (tmp_path / f"{name}.toml").write_text(example, encoding="utf-8")

    known = {field.name: field for field in extract([page(*SAMPLE)])}
    taught = {field.name: field for field in extract([page(*SAMPLE)], templates_with(tmp_path))}

    assert known["document_class"].value != name
    assert (taught["document_class"].value, taught["document_class"].accepted) == (name, True)
    assert {field: taught[field].value for field in taught if field in example} == {
        "chu_go_ho_ten": "Vàng Văn Thắng",
        "chu_go_ngay_sinh": "1975-03-12",
        "chu_go_so_dinh_danh": "010075001234",
        "khoi_luong": "3.25",
        "loai_go": "Sa mộc",
        "co_gia_tri_den": "2026-12-31",
        "type": "Giấy xác nhận",
    }
