"""Where and among whom a dossier takes place: real places, invented people.

The second group of a unit code (``H27.037``) is made up; provinces' codes are those of Decision 20/2020/QĐ-TTg.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from samples.generator.paper import Organisation

SURNAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Ngô",
    "Dương",
    "Lý",
    "Vàng",
    "Sùng",
    "Giàng",
)
MEN = (
    "Văn Thắng",
    "Đức Hiếu",
    "Quang Huy",
    "Mạnh Cường",
    "Xuân Trường",
    "Hữu Nghĩa",
    "Công Định",
    "Thành Được",
    "Ngọc Sỹ",
    "Minh Khuê",
    "Tiến Dũng",
    "Bá Quỳnh",
)
WOMEN = (
    "Thị Hạnh",
    "Thị Thu Hằng",
    "Thị Mỹ Duyên",
    "Thị Ngọc Bích",
    "Thị Phượng",
    "Thị Kim Liên",
    "Thị Huyền",
    "Thị Yến",
    "Thị Thùy Dương",
    "Thị Nguyệt",
)


@dataclass(frozen=True, slots=True)
class Province:
    """A province after July 2025: unit code, prefix of personal numbers, communes with their made-up codes."""

    name: str
    code: str
    personal_prefix: str
    communes: tuple[tuple[str, str], ...]
    hamlets: tuple[str, ...]


PROVINCES = (
    Province(
        "Hà Tĩnh",
        "H27",
        "042",
        (
            ("xã Thạch Hà", "037"),
            ("xã Cẩm Xuyên", "041"),
            ("xã Đức Thọ", "022"),
            ("xã Hương Khê", "058"),
            ("xã Nghi Xuân", "019"),
        ),
        ("thôn Đông Hà", "thôn Bắc Sơn", "thôn Tân Tiến", "thôn Yên Lạc"),
    ),
    Province(
        "Tuyên Quang",
        "H60",
        "002",
        (
            ("xã Đồng Văn", "104"),
            ("xã Mèo Vạc", "107"),
            ("xã Yên Minh", "111"),
            ("xã Quản Bạ", "115"),
            ("xã Hoàng Su Phì", "121"),
        ),
        ("thôn Má Lủng", "thôn Quyết Tiến", "thôn Xì Phài", "thôn Đoàn Kết"),
    ),
    Province(
        "Lào Cai",
        "H38",
        "010",
        (
            ("xã Bắc Hà", "064"),
            ("xã Bát Xát", "052"),
            ("xã Mường Khương", "057"),
            ("xã Bảo Thắng", "060"),
            ("xã Văn Bàn", "071"),
        ),
        ("thôn Na Hối", "thôn Nậm Cang", "thôn Trung Tâm", "thôn Cốc Ly"),
    ),
)


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person."""

    name: str
    is_woman: bool
    born: date
    personal_number: str
    phone: str

    @property
    def title(self) -> str:
        """Bà or ông."""
        return "bà" if self.is_woman else "ông"


@dataclass(frozen=True, slots=True)
class Setting:
    """The commune, the day of reception, and the people of one dossier."""

    province: Province
    commune: str
    hamlet: str
    received: date
    dossier_code: str
    applicant: Person
    chair: str
    deputy: str
    economy_head: str
    social_head: str
    officer: str
    hamlet_head: str

    @property
    def place(self) -> str:
        """The commune's bare name, as it stands before a date."""
        return self.commune.partition(" ")[2]

    @property
    def address(self) -> str:
        """Where the applicant lives."""
        return f"{self.hamlet}, {self.commune}, tỉnh {self.province.name}"

    @property
    def committee(self) -> Organisation:
        """The commune's people's committee."""
        return Organisation(
            name=f"Ủy ban nhân dân {self.commune}",
            parent=None,
            parent_line=None,
            name_lines=("ỦY BAN NHÂN DÂN", self.commune.upper()),
            seal_ring=f"U.B.N.D {self.commune.upper()} - T. {self.province.name.upper()}",
        )

    def division(self, name: str) -> Organisation:
        """A specialised division under the commune's people's committee."""
        return Organisation(
            name=f"{name} {self.commune}",
            parent=f"UBND {self.commune}",
            parent_line=f"UBND {self.commune}".upper(),
            name_lines=(name.upper(),),
            seal_ring=f"U.B.N.D {self.commune.upper()} - T. {self.province.name.upper()}",
            seal_centre=_seal_lines(name),
        )

    def day(self, after: int) -> date:
        """The working day ``after`` days from reception; a Sunday moves to Monday."""
        day = self.received + timedelta(days=after)
        return day + timedelta(days=1) if day.weekday() == 6 else day


def _seal_lines(name: str) -> tuple[str, ...]:
    first, *words = name.upper().replace(" - ", " ").split()
    return (first, *(" ".join(words[start : start + 2]) for start in range(0, len(words), 2)))


def invent_name(rng: random.Random, *, is_woman: bool) -> str:
    """A person's name."""
    return f"{rng.choice(SURNAMES)} {rng.choice(WOMEN if is_woman else MEN)}"


def _invent_applicant(rng: random.Random, province: Province) -> Person:
    is_woman = rng.random() < 0.5
    born = date(rng.randint(1958, 1994), rng.randint(1, 12), rng.randint(1, 28))
    number = f"{province.personal_prefix}{int(is_woman)}{born.year % 100:02d}{rng.randrange(10**6):06d}"
    # 0500 was Đắk Lắk's area code until 2017 and is nobody's number today.
    phone = f"0500{rng.randrange(10**6):06d}"
    return Person(invent_name(rng, is_woman=is_woman), is_woman, born, number, phone)


def invent_setting(rng: random.Random, sequence: int) -> Setting:
    """Draw a setting. ``sequence`` counts dossiers from 0 and walks through the provinces."""
    province = PROVINCES[sequence % len(PROVINCES)]
    commune, unit = rng.choice(province.communes)
    received = date(2026, 10, 5) + timedelta(days=7 * (sequence % 3) + rng.randint(0, 4))
    running = 7 + 12 * sequence + rng.randint(0, 11)
    return Setting(
        province=province,
        commune=commune,
        hamlet=rng.choice(province.hamlets),
        received=received,
        dossier_code=f"{province.code}.{unit}-{received:%y%m%d}-{running:04d}",
        applicant=_invent_applicant(rng, province),
        chair=invent_name(rng, is_woman=False),
        deputy=invent_name(rng, is_woman=True),
        economy_head=invent_name(rng, is_woman=False),
        social_head=invent_name(rng, is_woman=True),
        officer=invent_name(rng, is_woman=False),
        hamlet_head=invent_name(rng, is_woman=False),
    )
