"""The record page: marks on the image, fields with their evidence, files, and what may be done."""

from urllib.parse import quote

import pytest
from lxml import etree, html

from domain.model import DocumentState
from domain.warnings import warning_for

TEXT = "Số 12/QĐ-UBND ngày 05 tháng 3 năm 2026 công nhận quyền sử dụng đất"


def page_of(answer):
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def rectangles(tree, kind):
    return tree.xpath(f"//div[@class='sheet']//rect[contains(concat(' ', @class, ' '), ' {kind} ')]")


@pytest.fixture
def fields(make_field):
    return [
        make_field("code", "12/QĐ-UBND", accepted=False, confidence=0.61),
        make_field("issued_date", "2026-03-05"),
        make_field("recipients", "Như Điều 3\nLưu: VT", page=2),
    ]


@pytest.fixture
def document(archive, fields):
    return archive.published(TEXT, "trang hai về đất", fields=fields)


def test_what_was_doubtful_on_a_page_is_said_in_words(archive, site):
    document = archive.published(TEXT, warnings=("low_resolution",))
    tree = page_of(site.get(f"/giay-to/{document.id}", params={"trang": 1}))
    assert [text.strip() for text in tree.xpath("//p[@class='doubt']/span/text()")] == [warning_for("low_resolution")]


def test_the_words_of_a_page_are_to_be_had_with_their_places(site, document):
    answer = site.get(f"/giay-to/{document.id}/trang/1.alto.xml")
    assert answer.status_code == 200
    words = [string.get("CONTENT") for string in etree.fromstring(answer.content).iter("{*}String")]
    assert words == TEXT.split()
    assert site.get(f"/giay-to/{document.id}/trang/9.alto.xml").status_code == 404


def test_the_words_that_were_looked_for_are_marked_where_they_stand(site, document, make_reading):
    tree = page_of(site.get(f"/giay-to/{document.id}", params={"trang": 1, "q": "sử dụng"}))
    boxes = [word.box for word in make_reading(1, TEXT).words if word.text in {"sử", "dụng"}]
    marks = rectangles(tree, "hit")
    assert len(marks) == len(boxes) == 2
    for mark, box in zip(marks, boxes, strict=True):
        x, y, width, height = (float(mark.get(name)) for name in ("x", "y", "width", "height"))
        assert x <= box.x0 <= box.x1 <= x + width
        assert y <= box.y0 <= box.y1 <= y + height
    assert tree.xpath("//div[@class='sheet']/svg/@viewbox") == ["0 0 800 1100"]


def test_the_way_through_the_answer_keeps_its_place(site, document, archive):
    archive.published("đất khác", name="b.png")
    answer = page_of(site.get("/tim-kiem?q=đất"))
    first, second, third = answer.xpath("//li[@class='hit']//h2/a/@href")
    record = page_of(site.get(second))
    assert "2 trên 3" in record.xpath("string(//nav[@class='cursor'])")
    assert record.xpath("//nav[@class='cursor']//span[@class='ends']/a/@href") == [first, third]
    assert rectangles(record, "hit")
    assert page_of(site.get(first)).xpath("count(//span[@class='ends']/a)") == 1
    assert page_of(site.get(third)).xpath("count(//span[@class='ends']/a)") == 1


def test_a_place_in_an_answer_that_has_changed_since_is_no_error(site, document):
    tree = page_of(site.get(f"/giay-to/{document.id}?trang=1&q=đất&i=77"))
    assert rectangles(tree, "hit") == []


def test_fields_are_shown_with_what_is_sure_and_what_is_not(site, document):
    rows = page_of(site.get(f"/giay-to/{document.id}")).xpath("//dl[@class='fields']/div")
    texts = [" ".join(row.text_content().split()) for row in rows]
    assert texts[0].startswith("Số, ký hiệu 12/QĐ-UBND cần kiểm tra · 61%")
    assert texts[1].startswith("Ngày ban hành 05/03/2026 đã chấp nhận · 97%")
    assert texts[2].startswith("Nơi nhận Như Điều 3; Lưu: VT")


def test_fields_are_shown_in_the_order_of_a_paper_whatever_the_order_they_were_found_in(site, archive, make_field):
    found = [make_field(name, "x") for name in ("something_new", "recipients", "subject", "code", "type")]
    document = archive.published("một trang", fields=found)
    shown = page_of(site.get(f"/giay-to/{document.id}")).xpath("//dl[@class='fields']/div/@data-shows")
    assert shown == ["type", "code", "subject", "recipients", "something_new"]


def test_a_field_leads_to_its_place_on_its_page_without_scripts(site, document):
    tree = page_of(site.get(f"/giay-to/{document.id}"))
    [link] = tree.xpath("//div[@data-shows='recipients']//a/@href")
    target = page_of(site.get(link))
    [active] = rectangles(target, "active")
    assert active.get("data-field") == "recipients"
    assert target.xpath("//nav[@class='pages']//a[@aria-current]/text()") == ["2"]


def test_a_page_the_document_does_not_have_is_not_found(site, document):
    assert site.get(f"/giay-to/{document.id}?trang=3").status_code == 404
    assert site.get(f"/giay-to/{document.id}/trang/3.jpg").status_code == 404
    assert site.get(f"/giay-to/{document.id}/trang/0.jpg").status_code == 404


def test_the_page_shows_signature_verdict_digests_and_history_in_words(site, document, desk):
    text = " ".join(page_of(site.get(f"/giay-to/{document.id}")).text_content().split())
    for shown in ("Chữ ký số của cơ quan", "Hợp lệ khi ký", "Đạt chuẩn PDF/A-2u", "Tiếp nhận bản gốc", "PAdES B-T"):
        assert shown in text
    for form in desk.document(document.id).representations:
        assert form.digest in text


def test_the_page_image_is_sent_once_and_then_revalidated(site, document):
    path = f"/giay-to/{document.id}/trang/1.jpg"
    image = site.get(path)
    assert image.headers["content-type"] == "image/jpeg"
    assert image.content.startswith(b"\xff\xd8")
    assert "private" in image.headers["cache-control"]
    again = site.get(path, headers={"If-None-Match": image.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert site.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_each_form_is_downloaded_under_a_name_that_says_what_it_is(site, archive):
    document = archive.published("a", name="Quyết định số 12.png")
    names = {
        "original": "Quyết định số 12.png",
        "archival": "Quyết định số 12-luu-tru.pdf",
        "signed": "Quyết định số 12-da-ky.pdf",
    }
    for kind, name in names.items():
        answer = site.get(f"/giay-to/{document.id}/tep/{kind}")
        disposition = answer.headers["content-disposition"]
        assert disposition.startswith("attachment; ")
        assert disposition.isascii()
        assert disposition.endswith("filename*=UTF-8''" + quote(name, safe=""))
        assert answer.headers["content-length"] == str(len(answer.content))
        assert "private" in answer.headers["cache-control"]
        short = site.get(f"/giay-to/{document.id}/tep/{kind}", headers={"If-None-Match": answer.headers["etag"]})
        assert short.status_code == 304
    assert site.get(f"/giay-to/{document.id}/tep/original").headers["content-type"] == "image/png"
    assert site.get(f"/giay-to/{document.id}/tep/sealed").status_code == 404
    assert site.get(f"/giay-to/{document.id}/tep/anything").status_code == 404


def test_a_name_cannot_break_out_of_the_download_header(site, archive):
    document = archive.published("a", name='x"; filename=evil.exe; a="ô.png')
    disposition = site.get(f"/giay-to/{document.id}/tep/original").headers["content-disposition"]
    plain, _, full = disposition.removeprefix('attachment; filename="').partition('"')
    assert plain == "x__ filename_evil.exe_ a__o.png"
    assert full.count('"') == 0
    assert ";" not in full.removeprefix("; filename*=UTF-8''")


def test_a_document_set_aside_says_why_and_what_to_do_and_can_be_sent_round_again(site, archive, desk):
    stopped = archive.refused(b"")
    tree = page_of(site.get(f"/giay-to/{stopped.id}"))
    notice = tree.xpath("string(//section[contains(@class, 'stopped')])")
    assert "Tệp rỗng (0 byte). Hãy quét lại" in notice
    [action] = tree.xpath("//section[contains(@class, 'stopped')]//form/@action")
    answer = site.post(action)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/giay-to/{stopped.id}"
    assert desk.document(stopped.id).document.state is DocumentState.RECEIVED


def test_only_what_was_set_aside_can_be_sent_round_again(site, document):
    answer = site.post(f"/giay-to/{document.id}/thu-lai")
    assert answer.status_code == 409
    assert "Bản ghi đang ở trạng thái" in answer.text


def test_a_document_on_its_way_is_watched(site, archive):
    received = archive.received()
    tree = page_of(site.get(f"/giay-to/{received.id}"))
    assert tree.xpath("//*[@data-watch]/@data-watch") == [f"/api/v1/documents/{received.id}"]
    assert "Ảnh trang hiện ra khi nhận dạng xong" in tree.text_content()


def test_an_officer_corrects_and_confirms_the_fields(site, archive, desk, fields):
    waiting = archive.described(TEXT, "trang hai", fields=fields)
    tree = page_of(site.get(f"/giay-to/{waiting.id}"))
    form = tree.xpath("//form[contains(@action, 'xac-nhan')]")[0]
    shown = {area.get("name"): area.text.strip() for area in form.xpath(".//textarea[text()]")}
    assert shown == {"code": "12/QĐ-UBND", "issued_date": "05/03/2026", "recipients": "Như Điều 3; Lưu: VT"}
    typed = shown | {"issued_date": "06/03/2026", "recipients": "Như Điều 4; Lưu: VT"}
    parts = {name: (None, value) for name, value in typed.items()}
    assert site.post(form.get("action"), files=parts).status_code == 303
    kept = {one.name: one for one in desk.document(waiting.id).fields}
    assert kept["issued_date"].value == "2026-03-06"
    assert kept["recipients"].value == "Như Điều 4\nLưu: VT"
    assert kept["code"].value == "12/QĐ-UBND"
    assert [kept[name].source for name in ("code", "issued_date")] == ["ocr", "person"]
    assert all(one.accepted for one in kept.values())
    assert desk.document(waiting.id).document.state is DocumentState.VERIFIED


def test_an_officer_adds_what_was_not_read_and_may_leave_it_open(site, archive, desk, fields):
    waiting = archive.described(TEXT, "trang hai", fields=fields)
    tree = page_of(site.get(f"/giay-to/{waiting.id}"))
    asked = [area.get("name") for area in tree.xpath("//form//textarea[not(text())]")]
    assert asked == ["type", "issuing_agency", "subject", "signer"]
    typed = {"issuing_agency": "Ủy ban nhân dân xã Bình An", "signer": " Lê Thị Hòa ", "subject": "", "place": "x"}
    parts = {name: (None, value) for name, value in typed.items()}
    assert site.post(f"/giay-to/{waiting.id}/xac-nhan", files=parts).status_code == 303
    added = {one.name: one.value for one in desk.document(waiting.id).fields if one.source == "person"}
    assert added == {"issuing_agency": "Ủy ban nhân dân xã Bình An", "signer": "Lê Thị Hòa"}
    assert {tally.last.read for tally in desk.learned(changed=True)} == {""}


def test_the_class_is_shown_and_corrected_by_its_name(site, archive, desk, make_field):
    classified = make_field("document_class", "administrative/thong_bao", alternatives=("disability_certificate",))
    waiting = archive.described(TEXT, "trang hai", fields=[classified])
    tree = page_of(site.get(f"/giay-to/{waiting.id}"))
    [typed] = tree.xpath("//input[@name='document_class']/@value")
    assert typed == "Thông báo"
    [other] = tree.xpath("//button[@data-fills='f-document_class']/text()")
    assert other in tree.xpath("//datalist/option/@value")
    path = f"/giay-to/{waiting.id}/xac-nhan"
    assert site.post(path, files={"document_class": (None, "Giấy không có thật")}).status_code == 422
    assert site.post(path, files={"document_class": (None, other.lower())}).status_code == 303
    assert desk.document(waiting.id).fields[0].value == "disability_certificate"


def test_dates_on_forms_are_dates_at_the_desk_too(site, archive, desk, make_field):
    waiting = archive.described(TEXT, "trang hai", fields=[make_field("nksNgaySinh", "1990-01-02")])
    path = f"/giay-to/{waiting.id}/xac-nhan"
    assert "02/01/1990" in site.get(f"/giay-to/{waiting.id}").text
    assert site.post(path, files={"nksNgaySinh": (None, "31/02/1990")}).status_code == 422
    assert site.post(path, files={"nksNgaySinh": (None, "03/01/1990")}).status_code == 303
    assert desk.document(waiting.id).fields[0].value == "1990-01-03"


def test_a_day_that_does_not_exist_is_not_confirmed(site, archive, desk, fields):
    waiting = archive.described(TEXT, "trang hai", fields=fields)
    answer = site.post(f"/giay-to/{waiting.id}/xac-nhan", files={"issued_date": (None, "31/02/2026")})
    assert answer.status_code == 422
    assert desk.document(waiting.id).document.state is DocumentState.DESCRIBED
