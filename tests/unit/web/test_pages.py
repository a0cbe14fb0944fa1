"""What people see on each page, and what no page ever holds."""

import re

import pytest
from lxml import html

from tests.unit.web.conftest import CODE

HOSTILE = [
    "'; DROP TABLE documents; --",
    '"unclosed phrase',
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "../../etc/passwd",
    "\x00",
    "%00",
    "((((((a AND OR NOT",
    "*:* ^ ~9 [a TO z]",
    "\u202e\u0300\ud7ff",
    "a" * 1000,
    " ",
]


def page_of(answer):
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


@pytest.fixture
def filed(archive, make_field):
    """One published document of two pages, one set aside, one result."""
    fields = [
        make_field("type", "Quyết định"),
        make_field("code", "12/QĐ-UBND", accepted=False, confidence=0.61),
        make_field("issued_date", "2026-03-05"),
        make_field("subject", "Về việc công nhận quyền sử dụng đất"),
    ]
    document = archive.published("công nhận quyền sử dụng đất cho ông Giàng Mí Páo", "đất ở nông thôn", fields=fields)
    return document, archive.refused(), archive.issued(b"%PDF draft", kind="Giấy phép đất đai")


ALL_PAGES = [
    "/",
    "/tim-kiem",
    "/tim-kiem?q=đất",
    "/tim-kiem?q=không+có",
    "/giay-to",
    "/da-hoc",
    "/nop",
    f"/ho-so/{CODE}",
    "/lạ",
]


@pytest.fixture
def pages(site, filed):
    document, stopped, outcome = filed
    paths = [*ALL_PAGES, f"/giay-to/{document.id}?q=đất", f"/giay-to/{stopped.id}", f"/ket-qua/{outcome.id}"]
    return {path: site.get(path).text for path in paths}


def test_no_page_names_another_site_or_holds_inline_script_or_style(pages):
    for path, text in pages.items():
        tree = html.fromstring(text)
        links = [link for _, _, link, _ in tree.iterlinks()]
        assert [link for link in links if re.match(r"(?:\w+:)?//|\w+:", link)] == [], path
        assert tree.xpath("//style | //@style | //script[not(@src)] | //@*[starts-with(name(), 'on')]") == [], path


def test_every_page_is_vietnamese_titled_and_usable_by_keyboard(pages):
    for path, text in pages.items():
        tree = html.fromstring(text)
        assert tree.get("lang") == "vi", path
        assert len(tree.xpath("//h1")) == 1, path
        assert tree.xpath("//title/text()")[0].strip(), path
        assert tree.xpath("//body/a[1]/@href") == ["#noi-dung"], path
        assert tree.get_element_by_id("noi-dung").tag == "main"
        labelled = set(tree.xpath("//label/@for"))
        controls = tree.xpath("//input | //textarea")
        assert {control.get("id") for control in controls} <= labelled, path
        assert tree.xpath("//img[not(@alt)]") == [], path
        assert tree.xpath("//button[not(normalize-space()) and not(@aria-label)]") == [], path


def test_every_page_links_only_to_pages_and_files_that_are_there(site, pages):
    links = {link for text in pages.values() for link in html.fromstring(text).xpath("//@href | //@src")}
    for link in sorted(link.partition("#")[0] for link in links if not link.startswith("#")):
        assert site.get(link).status_code == 200, link


def test_the_start_page_counts_records_by_state_in_words(site, filed):
    strip = page_of(site.get("/")).xpath("//ul[@class='strip']/li")
    counts = {
        item.xpath("string(.//*[@class='label'])").strip(): item.xpath("string(.//*[@class='amount'])")
        for item in strip
    }
    assert counts == {"Đã lưu kho": "1", "Cần xử lý": "1", "Kết quả: đã phát hành": "1"}


def test_an_empty_archive_says_what_to_do(site):
    assert "Kho chưa có giấy tờ nào" in site.get("/").text


def test_hits_show_the_fields_the_line_and_the_place_on_the_page(site, filed):
    document, *_ = filed
    tree = page_of(site.get("/tim-kiem", params={"q": "giàng mí páo"}))
    [hit] = tree.xpath("//li[@class='hit']")
    text = " ".join(hit.text_content().split())
    for shown in ("Quyết định 12/QĐ-UBND", "05/03/2026", "Về việc công nhận", CODE, "Trang 1/2", "Đã lưu kho"):
        assert shown in text
    assert hit.xpath(".//mark/text()") == ["Giàng Mí Páo"]
    assert len(hit.xpath(".//a[@class='thumb']//rect")) == 3
    assert hit.xpath("string(.//h2/a/@href)").startswith(f"/giay-to/{document.id}?trang=1&q=gi")


def test_results_are_found_too(site, filed):
    *_, outcome = filed
    tree = page_of(site.get("/tim-kiem", params={"q": "Giấy phép đất đai"}))
    assert f"/ket-qua/{outcome.id}" in tree.xpath("//li[@class='hit']//h2/a/@href")


def test_a_query_without_hits_says_what_to_try(site, filed):
    text = site.get("/tim-kiem", params={"q": "khôngcótừnày"}).text
    assert "Không tìm thấy trang nào có đủ các từ “khôngcótừnày”" in text
    assert "gõ không dấu" in text


def test_many_hits_come_page_by_page(site, archive):
    archive.published(*[f"biên bản số {number}" for number in range(1, 14)])
    first = page_of(site.get("/tim-kiem?q=biên+bản"))
    assert "13 trang" in first.xpath("string(//p[@class='tally'])")
    assert len(first.xpath("//li[@class='hit']")) == 10
    [following] = first.xpath("//nav[@class='pager']/a/@href")
    second = page_of(site.get(following))
    assert len(second.xpath("//li[@class='hit']")) == 3
    assert len(second.xpath("//nav[@class='pager']/a")) == 1


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_breaks_the_search_or_the_record(site, archive, query):
    document = archive.published("một trang")
    for path in ("/tim-kiem", f"/giay-to/{document.id}"):
        tree = page_of(site.get(path, params={"q": query}))
        assert tree.xpath("//script/@src") == ["/static/sohoa.js"]
        [box] = tree.xpath("//input[@name='q']/@value")
        assert box == query.strip().replace("\x00", "\ufffd")
    assert site.get("/api/v1/search", params={"q": query}).json()["query"] == query


@pytest.mark.parametrize("query", ["trang=0", "trang=-1", "trang=abc", "trang=99999999999999999999", "q=" + "a" * 1001])
def test_a_query_out_of_bounds_is_refused_with_a_sentence(site, query):
    answer = site.get(f"/tim-kiem?{query}")
    assert answer.status_code == 422
    assert "Yêu cầu không hợp lệ" in answer.text


NOWHERE = ["1", "..%2f..%2fetc%2fpasswd", "%00", "01a204bf-0000-7000-8000-000000000000", "'--", "%F0%9F%92%A9"]
FOLDERS = ["/giay-to", "/ket-qua", "/ho-so", "/static"]
API_FOLDERS = ["/api/v1/documents", "/api/v1/outcomes", "/api/v1/dossiers"]


@pytest.mark.parametrize("name", NOWHERE)
def test_a_record_that_is_not_there_is_not_found(site, name):
    for folder in FOLDERS + API_FOLDERS:
        assert site.get(f"{folder}/{name}").status_code == 404, folder
    for folder in ("/giay-to", "/ket-qua"):
        assert site.get(f"{folder}/{name}/tep/original").status_code == 404
        assert site.post(f"{folder}/{name}/thu-lai").status_code == 404
    assert site.get(f"/giay-to/{name}/trang/1.jpg").status_code == 404


def test_a_dossier_shows_its_papers_and_its_results(site, filed):
    document, stopped, outcome = filed
    links = page_of(site.get(f"/ho-so/{CODE}")).xpath("//td/a/@href")
    assert f"/giay-to/{document.id}" in links
    assert f"/ket-qua/{outcome.id}" in links
    assert f"/giay-to/{stopped.id}" not in links


def test_the_list_of_papers_can_be_narrowed_to_a_state(site, filed):
    _, stopped, _ = filed
    links = page_of(site.get("/giay-to?trang-thai=quarantined")).xpath("//td[1]/a/@href")
    assert links == [f"/giay-to/{stopped.id}"]


def test_an_issued_result_shows_its_place_in_the_ledger_and_its_signature(site, filed):
    *_, outcome = filed
    tree = page_of(site.get(f"/ket-qua/{outcome.id}"))
    assert tree.xpath("//dt[text()='Số thứ tự']/following-sibling::dd/text()") == ["1"]
    text = " ".join(tree.text_content().split())
    for shown in ("Đã phát hành", "Chữ ký số của cơ quan", "Hợp lệ khi ký", "22/11/2026 10:00:01"):
        assert shown in text
