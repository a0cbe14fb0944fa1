"""Papers of every type that one page holds, invented to learn from: agencies, subjects, dates and names as they come.

The samples tell a few whole stories in fixed words. What shall be learned from documents needs many different ones, so
here everything is drawn: any of the types that bear a number, any province, departments and communes, subjects built of
verbs and objects, names of all kinds. Nothing of it is real but the names of provinces and agencies.
"""

import random
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from domain.vocabulary import Agency, DocumentType, agencies, document_types, family_names, provinces
from samples.generator.chance import choices_for
from samples.generator.paper import Organisation, Paper, Paragraph, Signer

_WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).with_suffix(".toml")).read_text(encoding="utf-8"))
_BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương và các quy định hiện hành của pháp luật có liên quan;",
    "Xét đề nghị của các cơ quan, đơn vị và kết quả thẩm tra hồ sơ ngày {day}/{month}/{year};",
    "Giao các cơ quan, đơn vị có liên quan tổ chức thực hiện việc {subject}, định kỳ báo cáo kết quả trước ngày 15.",
    "Kinh phí được bố trí từ nguồn ngân sách địa phương năm {year} và các nguồn hợp pháp khác theo quy định.",
    "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh kịp thời để được xem xét, giải quyết.",
)
_RECIPIENTS = ("Như trên", "Thường trực Tỉnh ủy", "Chủ tịch, các Phó Chủ tịch", "Các phòng chuyên môn", "Lưu: VT, TH")
_NAMELESS_UNITS = (
    ("Bệnh viện đa khoa", "BVĐK"),
    ("Trường Cao đẳng Sư phạm", "CĐSP"),
    ("Trung tâm Kiểm soát bệnh tật", "KSBT"),
    ("Ban Quản lý dự án đường cao tốc", "BQLDA"),
)
_UNITS = ("NC", "TH", "KT", "VX", "KGVX")
_SIGNING = {
    "Ủy ban": (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    "Sở": (("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
}
LETTER = "Công văn"
_FIRST_DAY = date(2012, 1, 2)
_DAYS = 5_000
_BY_HAND = 0.35
"""The share of papers whose number, and of those whose day, is written by hand."""


def invented_paper(seed: int, number: int) -> Paper:
    """The paper with this number of those a seed invents; numbers in a row go through the types."""
    rng = choices_for(seed, "invented", number)
    kinds = _numbered_types()
    kind = kinds[number % len(kinds)]
    province, organisation, symbol = _issuer(rng)
    issued = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
    topic = _topic(rng, province, issued.year)
    is_letter = kind.abbreviation is None
    begin = rng.choice(("Về việc ", "Về ", ""))
    return Paper(
        slug=f"invented-{number:04d}",
        type_name=kind.name,
        agency=organisation,
        symbol=f"{symbol}-{rng.choice(_UNITS)}" if is_letter else f"{kind.abbreviation}-{symbol}",
        number=rng.randint(1, 3999),
        place=province,
        issued=issued,
        subject=f"V/v {topic}" if is_letter else begin + (topic if begin else topic[:1].upper() + topic[1:]),
        body=tuple(_body(rng, topic, issued)),
        signers=(Signer(rng.choice(_SIGNING["Sở" if organisation.parent else "Ủy ban"]), _person(rng)),),
        addressees=(f"{rng.choice(_departments()).name} tỉnh {province}",) if is_letter else (),
        recipients=_RECIPIENTS[-rng.randint(2, len(_RECIPIENTS)) :],
        number_by_hand=rng.random() < _BY_HAND,
        day_by_hand=rng.random() < _BY_HAND,
    )


@cache
def _numbered_types() -> tuple[DocumentType, ...]:
    """The types of the archive list that bear number and symbol, and letters."""
    return tuple(
        kind for kind in document_types() if kind.code.isdigit() and (kind.abbreviation or kind.name == LETTER)
    )


@cache
def _departments() -> tuple[Agency, ...]:
    return tuple(agency for agency in agencies() if agency.level == "department" and agency.name.startswith("Sở"))


def _issuer(rng: random.Random) -> tuple[str, Organisation, str]:
    """Place, agency and its abbreviation: a province's committee or department, a commune's, a unit no list holds."""
    province = rng.choice(provinces())
    territory = f"{province.kind} {province.name}"
    match rng.choice(("department", "department", "committee", "commune", "unit")):
        case "department":
            department = rng.choice(_departments())
            name, under, symbol = f"{department.name} {territory}", True, department.abbreviation
            lines: tuple[str, ...] = (department.name.upper(),)
        case "committee":
            name, under, symbol = f"Ủy ban nhân dân {territory}", False, "UBND"
            lines = ("ỦY BAN NHÂN DÂN", territory.upper())
        case "commune":
            commune = f"{rng.choice(('xã', 'phường'))} {rng.choice(_WORDS['communes'])}"
            name, under, symbol = f"Ủy ban nhân dân {commune}", False, "UBND"
            lines = ("ỦY BAN NHÂN DÂN", commune.upper())
        case _:
            unit, symbol = rng.choice(_NAMELESS_UNITS)
            name, under, lines = f"{unit} {territory}", True, (unit.upper(), territory.upper())
    parent = f"UBND {territory}" if under else None
    seal = f"U.B.N.D {territory.upper()}"
    return province.name, Organisation(name, parent, parent and parent.upper(), lines, seal), symbol


def _topic(rng: random.Random, province: str, year: int) -> str:
    tail = rng.choice(_WORDS["tails"]).format(
        year=year,
        later=year + rng.randint(1, 5),
        province=province,
        commune=rng.choice(_WORDS["communes"]),
        quarter=rng.choice(("I", "II", "III", "IV")),
        number=rng.randint(2, 240),
        department=rng.choice(_departments()).name,
        person=_person(rng),
    )
    return f"{rng.choice(_WORDS['verbs'])} {rng.choice(_WORDS['objects'])} {tail}".strip()


def _person(rng: random.Random) -> str:
    # Common names are common: the first of the list come twice as often as all others together.
    families = [name for name in family_names() if name.isalpha() and len(name) > 1]
    family = rng.choice(families[:16]) if rng.random() < 2 / 3 else rng.choice(families)
    return f"{family} {rng.choice(_WORDS['middle'])} {rng.choice(_WORDS['given'])}"


def _body(rng: random.Random, topic: str, issued: date) -> Iterator[Paragraph]:
    for text in rng.sample(_BODY, rng.randint(2, len(_BODY))):
        day = issued - timedelta(days=rng.randint(3, 60))
        yield Paragraph(text.format(day=day.day, month=day.month, year=day.year, subject=topic))
