"""What officers taught is laid open, and a button takes it back."""

import pytest
from lxml import html

from domain.learned import KNOWN_SIGNER, LEARNED, LessonKind
from domain.model import RuleVerdict
from domain.numbering import CONTINUES
from domain.warnings import warning_for
from web.words import EVIDENCE, LESSON_KINDS


def page_of(answer):
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def words(node):
    return " ".join(node.text_content().split())


def confirm(site, document, **typed):
    parts = {name: (None, value) for name, value in typed.items()}
    answer = site.post(f"/giay-to/{document.id}/xac-nhan", files=parts)
    assert answer.status_code == 303, answer.text


@pytest.fixture
def fields(make_field):
    return [
        make_field("issuing_agency", "Ủy ban nhân dân xã Bình An"),
        make_field("code", "12/QĐ-UBND"),
        make_field("issued_date", "2026-03-05"),
        make_field("signer", "Lê Thị Hóa", accepted=False, alternatives=("Lê Thị Hoà", "Lê Thị Hoa")),
    ]


@pytest.fixture
def taught(site, archive, fields):
    """A document whose signer an officer corrected on its page."""
    document = archive.described("một trang", fields=fields)
    confirm(site, document, signer="Lê Thị Hòa")
    return document


def rows(site, heading):
    tree = page_of(site.get("/da-hoc"))
    return tree.xpath(f"//section[@aria-labelledby='{heading}']//tbody/tr")


def test_what_was_corrected_is_shown_with_who_when_and_where(site, taught):
    [row] = rows(site, "da-sua")
    shown = words(row)
    for part in ("Lê Thị Hòa", "Lê Thị Hóa", "Người ký", "Ủy ban nhân dân xã Bình An", "H27.10", "web"):
        assert part in shown
    assert row.xpath(f".//a[@href='/giay-to/{taught.id}']")
    assert {words(row.xpath("td")[0]) for row in rows(site, "de-nguyen")} == {"Ủy ban nhân dân xã Bình An", "QĐ-UBND"}


def test_a_lesson_is_forgotten_by_its_button(site, taught, desk):
    [row] = rows(site, "da-sua")
    [action] = row.xpath(".//form/@action")
    answer = site.post(action)
    assert (answer.status_code, answer.headers["location"]) == (303, "/da-hoc")
    assert rows(site, "da-sua") == []
    assert desk.document(taught.id).history[-1].action == "forgotten"
    assert "Quên điều đã ghi nhớ" in site.get(f"/giay-to/{taught.id}").text
    assert site.post(action).status_code == 303


def test_what_was_never_learned_cannot_be_forgotten(site, taught):
    assert site.post(f"/da-hoc/{taught.id}/quen").status_code == 404
    assert site.post("/da-hoc/nothing/quen").status_code == 404


def test_another_site_cannot_make_it_forget(site, taught):
    [row] = rows(site, "da-sua")
    [action] = row.xpath(".//form/@action")
    assert site.post(action, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert len(rows(site, "da-sua")) == 1


def test_before_anything_was_taught_the_page_says_so(site):
    assert "Chưa có điều nào được sửa" in site.get("/da-hoc").text


def test_the_officer_is_offered_what_else_a_field_may_be_and_told_what_was_weighed(site, archive, make_field):
    judged = make_field("signer", "Lê Thị Hòa", alternatives=("Lê Thị Hóa",), rules=(RuleVerdict(LEARNED, True),))
    dated = make_field("issued_date", "2026-03-05", alternatives=("2026-03-06", "2026-03-05"))
    waiting = archive.described("một trang", fields=[judged, dated])
    tree = page_of(site.get(f"/giay-to/{waiting.id}"))
    offered = {button.get("data-fills"): words(button) for button in tree.xpath("//button[@data-fills]")}
    assert offered == {"f-signer": "Lê Thị Hóa", "f-issued_date": "06/03/2026"}
    assert EVIDENCE[LEARNED, True] in words(tree.xpath("//p[@data-shows='signer']")[0])


@pytest.mark.parametrize(("rule", "passed"), [(KNOWN_SIGNER, True), (CONTINUES, False)])
def test_a_record_tells_what_was_weighed(site, archive, make_field, rule, passed):
    document = archive.published("một trang", fields=[make_field("code", "1/QĐ", rules=(RuleVerdict(rule, passed),))])
    assert EVIDENCE[rule, passed] in words(page_of(site.get(f"/giay-to/{document.id}")))


def test_two_documents_of_one_number_point_to_one_another(site, archive, fields):
    first = archive.published("một trang", fields=fields, name="a.png")
    second = archive.described("một trang khác", fields=fields, name="b.png")
    for document, other in ((first, second), (second, first)):
        [notice] = page_of(site.get(f"/giay-to/{document.id}")).xpath("//section[@aria-labelledby='trung-so']")
        assert warning_for("number_repeated") in words(notice)
        assert notice.xpath(".//li/a/@href")[0] == f"/giay-to/{other.id}"
        [warning] = site.get(f"/api/v1/documents/{document.id}").json()["warnings"]
        assert (warning["code"], warning["document_ids"]) == ("number_repeated", [other.id])
    confirm(site, second, code="13/QĐ-UBND")
    assert "Trùng số" not in site.get(f"/giay-to/{first.id}").text
    assert site.get(f"/api/v1/documents/{first.id}").json()["warnings"] == []


def test_the_api_tells_rules_and_alternatives(site, archive, make_field):
    judged = make_field("signer", "Lê Thị Hòa", alternatives=("Lê Thị Hóa",), rules=(RuleVerdict(LEARNED, True),))
    document = archive.published("một trang", fields=[judged])
    [told] = site.get(f"/api/v1/documents/{document.id}").json()["fields"]
    assert told["alternatives"] == ["Lê Thị Hóa"]
    assert told["rules"] == [{"rule": LEARNED, "passed": True}]


def test_every_kind_of_lesson_has_a_name():
    assert set(LESSON_KINDS) == set(LessonKind)
