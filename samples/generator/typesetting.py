"""The layout of Decree 30/2020/NĐ-CP: header in two columns, subject, body, recipients and signature.

Box numbers of the decree's annex I stand in the comments.
"""

from collections.abc import Callable

from samples.generator.canvas import Canvas
from samples.generator.flow import LEFT, PARAGRAPH_GAP, C, Flow, Mark, SetPage, leading
from samples.generator.paper import Annex, Face, Organisation, Paper, Signer, vietnamese_date

LEFT_COLUMN, RIGHT_COLUMN = 60.0, 144.0
"""Middles of the header's columns in millimetres."""

LEFT_WIDTH = 62.0
SIGNATURE_ROOM = 30.0
DIGIT_GAP, DAY_GAP = 3.6, 8.5
"""Room left for each digit of a number, and for a day, that is written by hand."""

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def set_paper(paper: Paper, new_canvas: Callable[[float, float], C]) -> list[SetPage[C]]:
    """Set a paper on as many pages as it needs; a landscape annex is the last."""
    flow = Flow(new_canvas)
    if paper.agency is None or paper.centred_head:
        _national_header(flow, middle=LEFT + flow.width / 2)
    else:
        _agency_header(flow, paper, paper.agency)
    if not paper.is_letter:
        _subject(flow, paper)
    _addressees(flow, paper)
    ending = _ending_height(paper)
    for number, block in enumerate(paper.body):
        last = number == len(paper.body) - 1
        # The decree wants text above a signature, so the last block goes along when the ending does not fit.
        if last and flow.room < flow.height(block) + ending:
            flow.break_page()
        flow.place(block)
    flow.gap()
    _ending(flow, paper)
    pages = flow.pages
    if paper.annex:
        pages = [*pages, _annex_page(paper.annex, new_canvas)]
    return pages


def _underline(canvas: Canvas, middle: float, y: float, length: float) -> None:
    canvas.rule(middle - length / 2, y, middle + length / 2, y)


def _national_header(flow: Flow[C], *, middle: float) -> None:
    # Box 1.
    flow.centred_lines(NATIONAL_TITLE, middle=middle, width=110, size_pt=13)
    flow.centred_lines(MOTTO, middle=middle, width=110, size_pt=13.5)
    canvas = flow.page.canvas
    _underline(canvas, middle, flow.y + 2, canvas.measure(MOTTO, Face.BOLD, 13.5))
    flow.gap()
    flow.y += 8


def _agency_header(flow: Flow[C], paper: Paper, agency: Organisation) -> None:
    # Boxes 2 and 3, then 1 and 4: the left column is read first.
    if paper.dossier_code:
        text = f"Mã hồ sơ: {paper.dossier_code}"
        flow.page.canvas.write(LEFT, 15, text, Face.REGULAR, 11)
        flow.page.lines += [text, ""]
    top = flow.y
    if agency.parent_line:
        flow.centred_lines(agency.parent_line, middle=LEFT_COLUMN, width=LEFT_WIDTH, face=Face.REGULAR, size_pt=12.5)
    for line in agency.name_lines:
        flow.centred_lines(line, middle=LEFT_COLUMN, width=LEFT_WIDTH, size_pt=12.5)
    _underline(flow.page.canvas, LEFT_COLUMN, flow.y + 1.8, 22)
    number_line = max(flow.y, top + 2 * leading(13.5)) + 10
    flow.y = number_line
    _number(flow, paper)
    if paper.is_letter:
        # Box 5b.
        flow.y += 1
        flow.centred_lines(paper.subject, middle=LEFT_COLUMN, width=LEFT_WIDTH - 4, face=Face.REGULAR, size_pt=12.5)
    left_end = flow.y
    flow.gap()
    flow.y = top
    _national_header(flow, middle=RIGHT_COLUMN)
    flow.page.lines.pop()
    _place_and_date(flow, paper, middle=RIGHT_COLUMN, y=number_line)
    flow.gap()
    flow.y = max(left_end, number_line) + 8


def _number(flow: Flow[C], paper: Paper) -> None:
    # Box 3.
    canvas, y = flow.page.canvas, flow.y
    if not paper.number_by_hand:
        text = f"Số: {paper.code}"
        canvas.write(LEFT_COLUMN - canvas.measure(text, Face.REGULAR, 13) / 2, y, text, Face.REGULAR, 13)
        flow.page.lines.append(text)
        return
    label, digits, suffix = "Số: ", f"{paper.number:02d}", f"/{paper.symbol}"
    gap = DIGIT_GAP * len(digits)
    width = canvas.measure(label + suffix, Face.REGULAR, 13) + gap
    x = LEFT_COLUMN - width / 2
    canvas.write(x, y, label, Face.REGULAR, 13)
    x += canvas.measure(label, Face.REGULAR, 13)
    flow.page.marks.append(Mark("number", x + 0.5, y, digits))
    canvas.write(x + gap, y, suffix, Face.REGULAR, 13)
    flow.page.lines.append(f"{label}{digits} {suffix}")


def _place_and_date(flow: Flow[C], paper: Paper, *, middle: float, y: float) -> None:
    # Box 4.
    canvas = flow.page.canvas
    text = f"{paper.place}, {vietnamese_date(paper.issued)}"
    if not paper.day_by_hand:
        canvas.write(middle - canvas.measure(text, Face.ITALIC, 13.5) / 2, y, text, Face.ITALIC, 13.5)
    else:
        before, day, after = text.partition(f" {paper.issued.day:02d} ")
        x = middle - (canvas.measure(before + after, Face.ITALIC, 13.5) + DAY_GAP) / 2
        canvas.write(x, y, before, Face.ITALIC, 13.5)
        x += canvas.measure(before, Face.ITALIC, 13.5)
        flow.page.marks.append(Mark("day", x + 1, y, day.strip()))
        canvas.write(x + DAY_GAP, y, after, Face.ITALIC, 13.5)
    flow.page.lines.append(text)


def _subject(flow: Flow[C], paper: Paper) -> None:
    # Box 5a.
    middle = LEFT + flow.width / 2
    flow.centred_lines(paper.type_name.upper(), middle=middle, width=flow.width)
    if paper.subject:
        flow.centred_lines(paper.subject, middle=middle, width=125)
        _underline(flow.page.canvas, middle, flow.y + 2, 36)
    flow.gap()
    flow.y += 7


def _addressees(flow: Flow[C], paper: Paper) -> None:
    # Box 9a.
    if not paper.addressees:
        return
    if len(paper.addressees) == 1:
        text = f"Kính gửi: {paper.addressees[0]}"
        flow.centred_lines(text, middle=LEFT + flow.width / 2, width=130, face=Face.REGULAR)
    else:
        flow.y += leading(14)
        flow.page.canvas.write(LEFT + 30, flow.y, "Kính gửi:", Face.REGULAR, 14)
        flow.page.lines.append("Kính gửi:")
        for addressee in paper.addressees:
            flow.y += leading(14)
            flow.page.canvas.write(LEFT + 48, flow.y, f"- {addressee};", Face.REGULAR, 14)
            flow.page.lines.append(f"- {addressee};")
    flow.gap()
    flow.y += 5


def _ending_height(paper: Paper) -> float:
    titles = max(len(signer.title) for signer in paper.signers)
    return PARAGRAPH_GAP + (titles + 2) * leading(14) + SIGNATURE_ROOM


def _ending(flow: Flow[C], paper: Paper) -> None:
    flow.y += PARAGRAPH_GAP
    if paper.agency is None or paper.centred_head:
        flow.y += leading(14)
        _place_and_date(flow, paper, middle=RIGHT_COLUMN, y=flow.y)
    top = flow.y
    if paper.recipients:
        _recipients(flow, paper)
    middles = (LEFT_COLUMN + 8, RIGHT_COLUMN) if len(paper.signers) > 1 else (RIGHT_COLUMN,)
    for signer, middle in zip(paper.signers, middles, strict=True):
        flow.y = top
        _signature(flow, signer, middle=middle, name_by_hand=paper.agency is None)
        flow.gap()


def _recipients(flow: Flow[C], paper: Paper) -> None:
    # Box 9b.
    canvas = flow.page.canvas
    flow.y += leading(12)
    canvas.write(LEFT, flow.y, "Nơi nhận:", Face.BOLD_ITALIC, 12)
    flow.page.lines.append("Nơi nhận:")
    for number, recipient in enumerate(paper.recipients, start=1):
        end = "." if number == len(paper.recipients) else ";"
        for line in flow.wrapped(f"- {recipient}{end}", Face.REGULAR, 11, LEFT_WIDTH + 6):
            flow.y += leading(11)
            canvas.write(LEFT, flow.y, line, Face.REGULAR, 11)
            flow.page.lines.append(line)
    flow.gap()


def _signature(flow: Flow[C], signer: Signer, *, middle: float, name_by_hand: bool) -> None:
    # Boxes 7a, 7c, 7b.
    for line in signer.title:
        flow.centred_lines(line, middle=middle, width=86)
    flow.page.marks.append(Mark("signature", middle, flow.y + SIGNATURE_ROOM / 2))
    flow.y += SIGNATURE_ROOM
    if name_by_hand:
        width = flow.page.canvas.measure(signer.name, Face.ITALIC, 15)
        flow.page.marks.append(Mark("written", middle - width / 2, flow.y + leading(14), signer.name))
        flow.page.lines.append(signer.name)
        flow.y += leading(14)
    else:
        flow.centred_lines(signer.name, middle=middle, width=86)


def _annex_page(annex: Annex, new_canvas: Callable[[float, float], C]) -> SetPage[C]:
    flow = Flow(new_canvas, landscape=True)
    middle = LEFT + flow.width / 2
    flow.centred_lines("PHỤ LỤC", middle=middle, width=flow.width)
    flow.centred_lines(annex.title, middle=middle, width=flow.width)
    flow.centred_lines(annex.note, middle=middle, width=flow.width, face=Face.ITALIC, size_pt=13)
    flow.gap()
    flow.place(annex.table)
    return flow.pages[0]
