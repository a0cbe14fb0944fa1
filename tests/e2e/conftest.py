"""The whole product in this process, seen through Debian's chromium."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from sohoa.bootstrap import opened_host
from sohoa.settings import Settings, load_settings
from sohoa.stores import opened_stores
from web.app import create_app
from workers.desk import Desk

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@dataclass
class Product:
    """A running product: where it is served, and its desk."""

    address: str
    desk: Desk


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with served(load_settings(home=tmp_path_factory.mktemp("home"), worker_threads=2)) as product:
        yield product


@contextmanager
def served(settings: Settings) -> Iterator[Product]:
    """The product at work in this process."""
    with opened_stores(settings) as stores, opened_host(settings, stores) as host, host.running():
        desk = Desk(stores, settings.limits)
        app = create_app(desk, product_version="0", max_file_mb=settings.max_file_mb)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.02)
            port = server.servers[0].sockets[0].getsockname()[1]
            yield Product(f"http://127.0.0.1:{port}", desk)
        finally:
            server.should_exit = True
            thread.join()


# Per module: while it is open, its event loop belongs to this thread, and no other test could run one here.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a browser asked for and complained of."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def watch(product: Product) -> Iterator[Watch]:
    """Fails the test when a page asked another host for anything, or broke its own security policy."""
    watch = Watch()
    yield watch
    assert watch.asked
    assert [url for url in watch.asked if not url.startswith((product.address, "blob:"))] == []
    assert watch.complaints == []


def opened(browser: Browser, product: Product, watch: Watch, **options: object) -> Page:
    context = browser.new_context(base_url=product.address, locale="vi-VN", **options)
    page = context.new_page()
    page.on("request", lambda request: watch.asked.append(request.url))
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    page.on("console", lambda said: watch.complaints.append(said.text) if _is_complaint(said.text) else None)
    return page


def _is_complaint(text: str) -> bool:
    return "Content Security Policy" in text or "Refused to" in text


@pytest.fixture
def page(browser: Browser, product: Product, watch: Watch) -> Iterator[Page]:
    page = opened(browser, product, watch, viewport=DESKTOP)
    yield page
    page.context.close()


@pytest.fixture
def phone(browser: Browser, product: Product, watch: Watch) -> Iterator[Page]:
    page = opened(browser, product, watch, viewport=PHONE, has_touch=True, is_mobile=True)
    yield page
    page.context.close()


@pytest.fixture
def plain(browser: Browser, product: Product, watch: Watch) -> Iterator[Page]:
    """A browser without scripts."""
    page = opened(browser, product, watch, viewport=DESKTOP, java_script_enabled=False)
    yield page
    page.context.close()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A scanned notice of one page."""
    return Path(shutil.copy(SAMPLES / "dossiers" / "H38.060-261019-0034" / "0034-03-thong-bao.jpg", tmp_path))


@pytest.fixture
def draft() -> Path:
    """The draft of a result."""
    return SAMPLES / "outcomes" / "H38.060-261019-0034.pdf"
