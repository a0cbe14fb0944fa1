"""An officer corrects a field at the desk, sees what was learned of it, and takes it back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from domain.model import DocumentId, DocumentState
from sohoa.settings import load_settings
from tests.e2e.conftest import Product, served
from tests.waiting import until

CODE = "H38.060-261019-0034"
WAITS_MS = 120_000


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A house in which papers with doubtful fields wait for an officer."""
    home = tmp_path_factory.mktemp("home")
    with served(load_settings(home=home, worker_threads=2, review="doubtful")) as product:
        yield product


@pytest.fixture
def waiting(product: Product, scan) -> DocumentId:
    """The notice, laid before an officer."""
    document_id = product.desk.ingest(scan, actor="test", dossier_code=CODE).document.id
    until(lambda: product.desk.document(document_id).document.state is DocumentState.DESCRIBED, 120)
    return document_id


def test_an_officer_teaches_a_signer_and_takes_it_back(page, phone, product, waiting, tmp_path):
    page.goto(f"/giay-to/{waiting}")
    read = page.get_by_label("Người ký", exact=False).first.input_value()
    page.locator("#f-signer").fill("Giàng Seo Pao")
    page.screenshot(path=tmp_path / "desk.png", full_page=True)
    page.get_by_role("button", name="Xác nhận thông tin").click()
    expect(page.get_by_role("region", name="Nhật ký")).to_contain_text("Ghi nhớ điều cán bộ xác nhận")

    page.get_by_role("link", name="Điều đã học").click()
    changed = page.get_by_role("region", name="Đã sửa")
    row = changed.get_by_role("row").filter(has_text="Giàng Seo Pao")
    expect(row).to_contain_text(read)
    expect(page.get_by_role("region", name="Đã xác nhận đúng").get_by_role("row")).not_to_have_count(0)
    page.screenshot(path=tmp_path / "learned.png", full_page=True)
    phone.goto("/da-hoc")
    phone.screenshot(path=tmp_path / "learned-phone.png", full_page=True)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    row.get_by_role("button", name="Quên").click()
    expect(changed).to_contain_text("Chưa có điều nào được sửa")
    page.goto(f"/giay-to/{waiting}")
    expect(page.get_by_role("region", name="Nhật ký")).to_contain_text("Quên điều đã ghi nhớ")
