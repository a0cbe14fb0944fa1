"""The REST API says the same as the pages, in a form that programs can rely on."""

import io

import pikepdf
import pytest

from domain.model import Field
from tests.unit.web.conftest import CODE


@pytest.fixture
def draft() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def submit(site, draft, **changes):
    data = {"dossier_code": CODE, "kind": "Giấy phép", "edition": "1"} | changes
    return site.post("/api/v1/outcomes", files={"file": ("giấy phép.pdf", draft)}, data=data)


def test_a_document_is_told_with_all_that_is_known(site, archive, make_field):
    document = archive.published("một trang", fields=[make_field("code", "12/QĐ-UBND")])
    told = site.get(f"/api/v1/documents/{document.id}").json()
    assert told["document"]["state"] == "published"
    assert told["document"]["state_name"] == "Đã lưu kho"
    assert told["fields"][0]["box"] == {"x0": 80.0, "y0": 100.0, "x1": 240.0, "y1": 130.0}
    assert [form["kind"] for form in told["representations"]] == ["original", "archival", "signed"]
    assert told["history"][0]["action"] == "received"
    for form in told["representations"]:
        assert len(site.get(form["content"]).content) == form["size_bytes"]
    assert site.get(told["pages"][0]["image"]).headers["content-type"] == "image/jpeg"
    assert site.get(told["document"]["page_url"]).status_code == 200


def test_a_document_set_aside_tells_its_reason_and_can_be_sent_round_again(site, archive):
    stopped = archive.refused(b"")
    told = site.get(f"/api/v1/documents/{stopped.id}").json()["document"]
    assert told["reason"]["code"] == "empty_file"
    assert "Tệp rỗng" in told["reason"]["messages"]["vi"]
    assert site.post(f"/api/v1/documents/{stopped.id}/retry").json()["state"] == "received"
    again = site.post(f"/api/v1/documents/{stopped.id}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


def test_a_draft_is_taken_once(site, draft):
    first = submit(site, draft)
    assert first.status_code == 201
    told = first.json()
    assert told["outcome"]["name"] == "giấy phép.pdf"
    assert (told["outcome"]["state"], told["ledger"]) == ("drafted", None)
    second = submit(site, draft)
    assert second.status_code == 200
    assert second.json()["outcome"]["id"] == told["outcome"]["id"]
    assert submit(site, draft, edition="2").status_code == 201


def test_another_draft_for_the_same_result_is_refused(site, draft):
    submit(site, draft)
    answer = submit(site, draft + b"\n% changed")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_issued")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dossier_code": ""}, "bad_request"),
        ({"dossier_code": "nonsense"}, "bad_dossier_code"),
        ({"kind": "  "}, "bad_request"),
        ({"edition": "0"}, "bad_request"),
        ({"edition": "-1"}, "bad_request"),
        ({"edition": "²"}, "bad_request"),
        ({"edition": "9" * 5000}, "bad_request"),
    ],
)
def test_a_draft_with_a_wrong_part_is_refused(site, draft, changes, code):
    answer = submit(site, draft, **changes)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("name", ["../x.pdf", "a/b.pdf", "a\\b.pdf", "..", "x" * 300 + ".pdf"])
def test_a_draft_with_a_name_that_is_a_path_is_refused(site, draft, name):
    files = {"file": (name, draft)}
    answer = site.post("/api/v1/outcomes", files=files, data={"dossier_code": CODE, "kind": "Giấy phép"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unsafe_name")


def test_an_issued_result_tells_its_ledger_entry(site, archive):
    outcome = archive.issued(b"%PDF draft")
    told = site.get(f"/api/v1/outcomes/{outcome.id}").json()
    assert told["ledger"]["sequence"] == 1
    sealed = next(form for form in told["representations"] if form["kind"] == "sealed")
    assert sealed["digest"] == told["ledger"]["digest"]
    assert site.post(f"/api/v1/outcomes/{outcome.id}/retry").status_code == 409


def test_a_dossier_tells_its_papers_and_results(site, archive):
    document, outcome = archive.published("một trang"), archive.issued(b"%PDF draft")
    told = site.get(f"/api/v1/dossiers/{CODE}").json()
    assert [one["id"] for one in told["documents"]] == [document.id]
    assert [one["id"] for one in told["outcomes"]] == [outcome.id]


def test_a_search_tells_the_page_the_words_and_their_boxes(site, archive):
    document = archive.published("đất ở", "quyền sử dụng đất của ông Páo")
    told = site.get("/api/v1/search", params={"q": "páo"}).json()
    [hit] = told["hits"]
    assert (told["total"], hit["record_id"], hit["page"]) == (1, document.id, 2)
    assert {"text": "Páo", "matched": True} in hit["excerpt"]
    assert hit["frame"] == {"width_px": 800, "height_px": 1100, "dpi": 100.0}
    assert len(hit["boxes"]) == 1


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=-1", "offset=x", "offset=9999999999999"])
def test_a_search_out_of_bounds_is_a_problem(site, query):
    answer = site.get(f"/api/v1/search?q=a&{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_not_there_and_what_is_not_allowed_are_problems(site):
    for method, path, status in (("GET", "/api/v1/nothing", 404), ("DELETE", "/api/v1/status", 405)):
        answer = site.request(method, path)
        assert answer.status_code == answer.json()["status"] == status
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_status_counts_records_and_what_is_due(site, archive):
    archive.received()
    told = site.get("/api/v1/status").json()
    assert told["documents"]["received"] == 1
    assert sum(told["jobs"].values()) == 1


def test_confidence_and_facts_survive_as_they_were_recorded(site, archive):
    plain = Field("urgency", "HỎA TỐC", "HỎA TỐC", None, None, 0.5, False, source="text")
    document = archive.published("một trang", fields=[plain])
    [told] = site.get(f"/api/v1/documents/{document.id}").json()["fields"]
    assert (told["page"], told["box"], told["confidence"], told["source"]) == (None, None, 0.5, "text")


def test_the_api_is_described_and_no_documentation_page_needs_the_network(site):
    description = site.get("/api/v1/openapi.json").json()
    assert description["info"]["version"] == "9.9.9"
    assert set(description["paths"]) == {
        "/health",
        "/api/v1/documents",
        "/api/v1/documents/{document_id}",
        "/api/v1/documents/{document_id}/retry",
        "/api/v1/outcomes",
        "/api/v1/outcomes/{outcome_id}",
        "/api/v1/outcomes/{outcome_id}/retry",
        "/api/v1/dossiers/{code}",
        "/api/v1/search",
        "/api/v1/status",
    }
    taken = description["paths"]["/api/v1/documents"]["post"]["requestBody"]["content"]
    assert taken["multipart/form-data"]["schema"]["properties"]["file"]["items"]["format"] == "binary"
    assert "HTTPValidationError" not in str(description)
    assert site.get("/docs").status_code == site.get("/redoc").status_code == 404
