"""What every answer carries, and whom no route answers."""

from dataclasses import replace

import pytest
from fastapi.routing import iter_route_contexts
from structlog.testing import capture_logs

from pipeline.limits import Limits
from storage.records import open_records
from tests.unit.web.conftest import CODE, Site
from web.app import create_app
from workers.desk import Desk

STRICT = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def paths_of(app, values):
    """Every route's path and methods, its parameters filled in."""
    for route in iter_route_contexts(app.routes):
        if route.path_format and route.methods:
            yield route.path_format.format(**values), sorted(route.methods)


@pytest.fixture
def values(archive):
    document = archive.published("một trang")
    outcome = archive.issued(b"%PDF draft")
    return {
        "document_id": document.id,
        "outcome_id": outcome.id,
        "lesson_id": document.id,
        "code": CODE,
        "number": 1,
        "kind": "original",
    }


def test_every_answer_of_every_route_has_the_strict_policy(site, values):
    asked = list(paths_of(site.app, values))
    asked += [("/static/sohoa.css", ["GET"]), ("/static/nothing", ["GET"]), ("/api/v1/openapi.json", ["GET"])]
    assert len(asked) > 20
    for path, methods in asked:
        for method in methods:
            answer = site.request(method, path)
            assert answer.status_code < 500, (method, path)
            assert answer.headers["content-security-policy"] == STRICT, (method, path)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-options"] == "DENY"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert "public" not in answer.headers["cache-control"]


def test_a_crash_is_answered_with_a_sentence_and_the_strict_policy(site):
    def crash() -> None:
        raise ZeroDivisionError

    for path in ("/crash", "/api/v1/crash"):
        site.app.add_api_route(path, crash)
    with capture_logs() as log:
        page, api = site.get("/crash"), site.get("/api/v1/crash")
    assert [entry["event"] for entry in log] == ["request_crashed", "request_crashed"]
    assert page.status_code == api.status_code == 500
    assert "Có lỗi ngoài dự kiến" in page.text
    assert api.json()["code"] == "error"
    assert "ZeroDivision" not in page.text + api.text
    assert page.headers["content-security-policy"] == api.headers["content-security-policy"] == STRICT


def test_the_server_is_healthy_while_it_reaches_its_database(site):
    assert site.get("/health").json() == {"status": "ok", "version": "9.9.9"}


def test_a_database_that_is_away_is_said_as_such(stores):
    records = open_records("postgresql://nobody@127.0.0.1:1/nothing")
    desk = Desk(replace(stores, records=records), Limits())
    site = Site(create_app(desk, product_version="9.9.9", max_file_mb=1))
    health, page = site.get("/health"), site.get("/")
    records.close()
    assert health.status_code == page.status_code == 503
    assert health.headers["content-type"] == "application/problem+json"
    assert health.json()["code"] == "records_unavailable"
    assert "Cơ sở dữ liệu không trả lời" in page.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "[::1", ""])
def test_a_name_that_is_not_the_servers_own_is_not_answered(site, host):
    answer = site.get("/api/v1/status", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json()["code"] == "unserved_host"


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080"])
def test_the_loopback_names_are_answered(site, host):
    assert site.get("/", headers={"Host": host}).status_code == 200


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": "http://[broken"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8080"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_no_page_of_another_site_can_change_anything(site, archive, png, headers):
    stopped = archive.refused()
    records = (f"/giay-to/{stopped.id}/thu-lai", f"/da-hoc/{stopped.id}/quen")
    for path in ("/api/v1/documents", "/api/v1/outcomes", "/nop", "/nop/ket-qua", *records):
        answer = site.post(path, headers=headers, files={"file": ("a.png", png)})
        assert answer.status_code == 403, path
    assert sum(site.get("/api/v1/status").json()["documents"].values()) == 1
    assert site.get(f"/api/v1/documents/{stopped.id}").json()["document"]["state"] == "quarantined"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://127.0.0.1:8080"}, {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8080"}],
)
def test_own_pages_and_programs_may_post(site, png, headers):
    assert site.post("/api/v1/documents", headers=headers, files={"file": ("a.png", png)}).status_code == 201


def test_a_page_of_another_site_may_still_link_here(site):
    assert site.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
