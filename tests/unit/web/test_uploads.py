"""Handing in files by HTTP: taken in once, refused with a reason, never written where a name points."""

import pytest
from lxml import html

from domain.model import RepresentationKind
from tests.unit.web.conftest import CODE, MAX_FILE_MB, Site
from web.app import create_app
from web.uploads import MAX_VALUES

PROBLEM = "application/problem+json"
FORM = "multipart/form-data; boundary=x"
FILE_PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename='


def kept_bytes(desk, document_id):
    with desk.content(document_id, RepresentationKind.ORIGINAL)[1] as content:
        return content.read()


def test_a_scan_is_taken_in_and_the_second_time_known(site, png, desk):
    first = site.post("/api/v1/documents", files={"file": ("Tờ trình.png", png)}, data={"dossier_code": CODE})
    assert first.status_code == 201
    assert first.json()["new"] is True
    document = first.json()["document"]
    assert (document["name"], document["dossier_code"], document["state"]) == ("Tờ trình.png", CODE, "received")
    assert kept_bytes(desk, document["id"]) == png
    second = site.post("/api/v1/documents", files={"file": ("khác.png", png)}, data={"dossier_code": CODE})
    assert second.status_code == 200
    assert second.json()["new"] is False
    assert second.json()["document"]["id"] == document["id"]


REFUSED = [
    (b"", "rong.pdf", "empty_file"),
    (b"just words", "thu.pdf", "not_a_document"),
    (b"MZ\x90\x00" + b"\0" * 200, "thu.png", "not_a_document"),
    (None, "../../../etc/cron.d/x.png", "unsafe_name"),
    (None, "a\x07b.png", "unsafe_name"),
    (None, "", "unsafe_name"),
]


@pytest.mark.parametrize(("content", "name", "code"), REFUSED)
def test_what_cannot_be_used_is_refused_with_sentences_and_kept(site, desk, png, tmp_path, content, name, code):
    content = png if content is None else content
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
        + name.encode()
        + b'"\r\n\r\n'
        + content
        + b"\r\n--x--\r\n"
    )
    answer = site.post("/api/v1/documents", content=body, headers={"Content-Type": FORM})
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    assert (problem["code"], problem["status"], problem["type"]) == (code, 422, f"urn:sohoa:problem:{code}")
    assert problem["detail"] == problem["messages"]["vi"] != problem["messages"]["en"]
    assert kept_bytes(desk, problem["document_id"]) == content
    assert "/" not in desk.document(problem["document_id"]).document.name
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_file_over_the_limit_is_refused_while_it_arrives(site, desk, tmp_path):
    sent = 0

    async def endless():
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.pdf"\r\n\r\n'
        for _ in range(1000):
            sent += 1 << 16
            yield b"\0" * (1 << 16)

    answer = site.post("/api/v1/documents", content=endless(), headers={"Content-Type": FORM})
    assert answer.status_code == 422
    assert answer.json()["code"] == "file_too_large"
    assert f"quá giới hạn {MAX_FILE_MB} MB" in answer.json()["detail"]
    assert desk.documents() == []
    assert list((tmp_path / "uploads").iterdir()) == []


BROKEN = [
    (b"", FORM),
    (b"--x\r\nContent-Disposition: form-data; name=", FORM),
    (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nabc',
        "multipart/form-data; boundary=x",
    ),
    (b"no boundary here", FORM),
    (b"a=b", "multipart/form-data"),
    (b"a=b", "application/x-www-form-urlencoded"),
    (b"{}", "application/json"),
    (b"--x--\r\n", FORM),
]


@pytest.mark.parametrize(("body", "content_type"), BROKEN)
@pytest.mark.parametrize("path", ["/api/v1/documents", "/api/v1/outcomes"])
def test_a_request_that_is_no_whole_form_is_refused_and_nothing_kept(site, desk, path, body, content_type):
    answer = site.post(path, content=body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")
    assert desk.documents() == []


def test_a_form_of_too_many_or_too_long_values_is_refused(site, png):
    many = {f"v{number}": "1" for number in range(MAX_VALUES + 1)}
    assert site.post("/api/v1/documents", data=many, files={"file": ("a.png", png)}).status_code == 422
    long = {"dossier_code": "A" * 100_000}
    assert site.post("/api/v1/documents", data=long, files={"file": ("a.png", png)}).status_code == 422


def test_a_dossier_code_that_is_none_is_refused_and_nothing_kept(site, desk, png):
    answer = site.post("/api/v1/documents", files={"file": ("a.png", png)}, data={"dossier_code": "../x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_dossier_code")
    assert desk.documents() == []


def test_several_files_are_answered_one_by_one(site, png):
    files = [("file", ("a.png", png)), ("file", ("b.pdf", b"")), ("file", ("c.png", png))]
    answer = site.post("/api/v1/documents", files=files)
    assert answer.status_code == 207
    items = answer.json()["items"]
    assert [item["status"] for item in items] == [201, 422, 200]
    assert items[1]["problem"]["code"] == "empty_file"


def test_the_page_takes_files_without_scripts_and_says_what_became_of_each(site, png):
    files = [("file", ("a.png", png)), ("file", ("b.pdf", b"")), ("dossier_code", (None, ""))]
    answer = site.post("/nop", files=files)
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    texts = [" ".join(item.text_content().split()) for item in tree.xpath("//ul[@class='deliveries']/li")]
    assert texts[0] == "a.png Đã nhận, đang chờ xử lý."
    assert texts[1].startswith("b.pdf Tệp rỗng (0 byte).")
    assert texts[1].endswith("Bản gốc được giữ lại.")


def test_sending_the_form_without_a_file_is_explained(site):
    answer = site.post("/nop", files={"file": ("", b"")})
    assert answer.status_code == 422
    assert "Yêu cầu không hợp lệ: file" in answer.text


def test_a_server_without_room_says_so_and_asks_to_try_later(desk, png, tmp_path):
    site = Site(create_app(desk, product_version="0", max_file_mb=MAX_FILE_MB, scratch=tmp_path / "gone"))
    answer = site.post("/api/v1/documents", files={"file": ("a.png", png)})
    assert (answer.status_code, answer.json()["code"]) == (503, "disk_full")
