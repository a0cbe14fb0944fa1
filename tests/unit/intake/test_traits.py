"""What a PDF carries besides its pages."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from pipeline.intake.pdf import examine_pdf
from pipeline.limits import Limits
from tests.unit.intake.scans import FULL_PAGE, add_page, grey_stream, saved

Change = Callable[[pikepdf.Pdf], None]
SIGNED = b"\x30\x82"


def opening(action: dict[str, object]) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(action)

    return change


def launched_after_a_jump(pdf: pikepdf.Pdf) -> None:
    jump = pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name.Launch)]))
    pdf.pages[0].obj.AA = pikepdf.Dictionary(O=jump)


def chain_without_end(pdf: pikepdf.Pdf) -> None:
    action = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.GoTo))
    action.Next = action
    pdf.Root.OpenAction = action


def named_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array()))


def attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["figures.xlsx"] = b"numbers"


def attached_to_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment)])


def field(**entries: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        made = pdf.make_indirect(pikepdf.Dictionary({f"/{name}": value for name, value in entries.items()}))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made]))

    return change


def field_in_a_loop(pdf: pikepdf.Pdf) -> None:
    field(FT=pikepdf.Name.Tx)(pdf)
    made = pdf.Root.AcroForm.Fields[0]
    made.Kids = pikepdf.Array([made])


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=pikepdf.Array())


def certified(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Perms = pikepdf.Dictionary(DocMDP=pikepdf.Dictionary())


def signature(contents: bytes) -> Change:
    value = pikepdf.Dictionary(ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=pikepdf.String(contents))
    return field(FT=pikepdf.Name.Sig, V=value)


def nothing(_pdf: pikepdf.Pdf) -> None:
    pass


CASES: dict[str, tuple[Change, bool, tuple[str, ...]]] = {
    "a plain scan": (nothing, False, ()),
    "a script on opening": (opening({"/S": pikepdf.Name.JavaScript}), False, ("javascript",)),
    "a script by name": (named_script, False, ("javascript",)),
    "a program on opening": (opening({"/S": pikepdf.Name.Launch}), False, ("launch_action",)),
    "a program in a page's chain of actions": (launched_after_a_jump, False, ("launch_action",)),
    "a chain of actions without end": (chain_without_end, False, ()),
    "an attachment": (attached, False, ("attachments",)),
    "an attachment pinned to a page": (attached_to_a_page, False, ("attachments",)),
    "a form": (field(FT=pikepdf.Name.Tx), False, ("form",)),
    "fields in a loop": (field_in_a_loop, False, ()),
    "a static XFA form": (xfa, False, ("xfa_form",)),
    "a certification": (certified, False, ("certified",)),
    "a signature": (signature(SIGNED), True, ()),
    "a prepared signature": (signature(b"\0" * 64), False, ("empty_signature_field",)),
    "an empty signature field": (field(FT=pikepdf.Name.Sig), False, ("empty_signature_field",)),
}


@pytest.mark.parametrize(("change", "signed", "warnings"), CASES.values(), ids=CASES.keys())
def test_what_a_pdf_carries_is_told(tmp_path: Path, change: Change, signed: bool, warnings: tuple[str, ...]) -> None:
    with pikepdf.new() as pdf:
        add_page(pdf, FULL_PAGE, grey_stream(pdf))
        change(pdf)
        path = saved(pdf, tmp_path / "scan.pdf")
    found = examine_pdf(path, Limits())
    assert (found.page_count, found.signed, found.warnings) == (1, signed, warnings)


def test_an_older_revision_in_the_file_is_told(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        add_page(pdf, FULL_PAGE, grey_stream(pdf))
        path = saved(pdf, tmp_path / "scan.pdf")
    content = path.read_bytes()
    start = content[content.rindex(b"startxref") :].split()[1]
    path.write_bytes(
        content + b"xref\n0 0\ntrailer\n" + trailer(content, start) + b"startxref\n%d\n%%%%EOF\n" % len(content)
    )
    assert examine_pdf(path, Limits()).warnings == ("incremental_updates",)


def trailer(content: bytes, previous: bytes) -> bytes:
    dictionary = content[content.rindex(b"trailer") + len(b"trailer") : content.rindex(b">>")]
    return dictionary + b"/Prev " + previous + b" >>\n"
