"""Where a batch of pages is cut into documents: a pure function over what the pages signal."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.separate.cuts import Cut, CutRules, Flag, Leftover, Reason, Segment
from pipeline.separate.patch import PatchCode
from pipeline.separate.payload import DamagedSheet, DossierReference, Payload, understood
from pipeline.separate.sheet import SheetCommand
from pipeline.separate.signals import PageSignals


def cut(signals: Sequence[PageSignals], rules: CutRules) -> Cut:
    """Cut a batch into documents. ``signals`` are its pages' in order."""
    cutter = _Cutter(rules)
    sides = 2 if rules.duplex else 1
    pages = list(enumerate(map(_Side.of, signals), start=1))
    for place in range(0, len(pages), sides):
        cutter.take(pages[place : place + sides])
    return cutter.finished(len(pages))


@dataclass(frozen=True, slots=True)
class _Side:
    """A page with its codes understood."""

    blank: bool
    patch: PatchCode | None
    texts: frozenset[str]
    payloads: tuple[Payload, ...]

    @classmethod
    def of(cls, page: PageSignals) -> "_Side":
        texts = frozenset(code.text.strip() for code in page.codes)
        return cls(page.blank, page.patch, texts, tuple(understood(code.text) for code in page.codes))

    @property
    def commands(self) -> tuple[SheetCommand, ...]:
        return tuple(dict.fromkeys(one for one in self.payloads if isinstance(one, SheetCommand)))

    @property
    def damaged(self) -> bool:
        return any(isinstance(one, DamagedSheet) for one in self.payloads)

    @property
    def dossier_code(self) -> str | None:
        return next((one.dossier_code for one in self.payloads if isinstance(one, DossierReference)), None)

    def separates(self, rules: CutRules) -> Reason | None:
        if not rules.sheets:
            return None
        if self.commands or self.damaged:
            return Reason.SHEET
        if self.patch in rules.patches:
            return Reason.PATCH
        return Reason.TEXT if self.texts & rules.texts else None


_Paper = Sequence[tuple[int, _Side]]
"""The sides of one sheet of paper with their page numbers."""


@dataclass(slots=True)
class _Open:
    """The document that is being filled."""

    reason: Reason = Reason.BATCH_START
    sheet: SheetCommand | None = None
    sheet_page: int | None = None
    told_code: str | None = None
    pages: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)

    @property
    def dossier_code(self) -> str | None:
        return (self.sheet.dossier_code if self.sheet else None) or self.told_code

    def continued(self) -> "_Open":
        """The next document where pages are only counted: it goes on with the sheet and the dossier."""
        return _Open(Reason.COUNT, self.sheet, self.sheet_page, self.dossier_code)

    def closed(self) -> Segment:
        pages, blank = tuple(self.pages), tuple(self.blank)
        return Segment(pages, self.reason, self.sheet, self.sheet_page, self.dossier_code, blank)


class _Cutter:
    def __init__(self, rules: CutRules) -> None:
        self._rules = rules
        self._open = _Open()
        self._segments: list[Segment] = []
        self._leftovers: list[tuple[int, Leftover]] = []
        self._sheets: list[tuple[int, SheetCommand]] = []
        self._flags: list[tuple[int, Flag]] = []

    def take(self, paper: _Paper) -> None:
        """Take one sheet of paper: one side, or two when both are scanned."""
        if any(side.separates(self._rules) for _, side in paper):
            self._separate(paper)
        elif self._rules.blanks and all(side.blank for _, side in paper):
            self._leftovers += [(number, Leftover.BLANK_SEPARATOR) for number, _ in paper]
            self._start(_Open(Reason.BLANK))
        else:
            # What the back says of its dossier holds for the front: a sheet is not torn into two documents by it.
            told = next((side.dossier_code for _, side in paper if side.dossier_code is not None), None)
            for number, side in paper:
                is_front = number == paper[0][0]
                self._keep(number, side, told if is_front else side.dossier_code, is_front=is_front)

    def finished(self, page_count: int) -> Cut:
        """All pages are taken: close the last document."""
        self._start(_Open())
        if self._rules.duplex and page_count % 2:
            self._flags.append((page_count, Flag.ODD_SIDES))
        return Cut(
            page_count, tuple(self._segments), tuple(self._leftovers), tuple(self._sheets), tuple(sorted(self._flags))
        )

    def _separate(self, paper: _Paper) -> None:
        written: list[tuple[int, _Side]] = []
        front: _Side | None = None
        for number, side in paper:
            reason = side.separates(self._rules)
            if reason:
                self._leftovers.append((number, Leftover.SEPARATOR))
                # Both sides of one paper may be printed alike: that is one separator.
                if front is None or side.commands != front.commands:
                    self._begin(number, side, reason)
                front = side
            elif side.blank:
                self._leftovers.append((number, Leftover.SEPARATOR_BACK))
            else:
                written.append((number, side))
        for number, side in written:
            self._flags.append((number, Flag.WRITTEN_BACK))
            self._keep(number, side, side.dossier_code)

    def _begin(self, number: int, side: _Side, reason: Reason) -> None:
        commands = side.commands
        if len(commands) > 1:
            self._flags.append((number, Flag.SEVERAL_SHEETS))
        if side.damaged and not commands:
            self._flags.append((number, Flag.DAMAGED_SHEET))
        self._sheets += [(number, command) for command in commands]
        self._start(_Open(reason, commands[0] if commands else None, number))

    def _start(self, following: _Open) -> None:
        if self._open.pages:
            self._segments.append(self._open.closed())
        elif self._open.sheet and self._open.sheet_page:
            self._flags.append((self._open.sheet_page, Flag.NO_PAGES))
        self._open = following

    def _keep(self, number: int, side: _Side, code: str | None, *, is_front: bool = True) -> None:
        if self._open.pages and (reason := self._ends_before(code, is_front=is_front)):
            self._start(self._open.continued() if reason is Reason.COUNT else _Open(reason))
        self._open.pages.append(number)
        if side.blank:
            self._open.blank.append(number)
        if self._open.told_code is None:
            self._open.told_code = code

    def _ends_before(self, code: str | None, *, is_front: bool) -> Reason | None:
        if self._rules.dossier_codes and code is not None and code != self._open.dossier_code:
            return Reason.DOSSIER_CODE
        # Counting pages does not tear the two sides of a sheet apart.
        if is_front and self._rules.every is not None and len(self._open.pages) >= self._rules.every:
            return Reason.COUNT
        return None
