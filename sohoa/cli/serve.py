"""Commands that run the system and look after it."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
import uvicorn

from sohoa import __version__
from sohoa.bootstrap import opened_host
from sohoa.cli.output import Json, put_json, talk
from sohoa.demo import DEFAULT_HOME, run_demo
from sohoa.doctor import examine
from sohoa.logs import configure_logs
from sohoa.settings import Settings, load_settings
from sohoa.stores import opened_desk, opened_stores
from web.app import create_app
from workers.desk import Desk
from workers.hot_folder import HotFolder


def run() -> None:
    """Serve one machine: watch the hot folder, do the work, and show the web pages, until Ctrl-C."""
    settings = load_settings()
    configure_logs(settings.log_format)
    with ExitStack() as stack:
        stores = stack.enter_context(opened_stores(settings))
        desk = Desk(stores, settings.limits)
        stack.enter_context(stack.enter_context(opened_host(settings, stores)).running())
        stack.enter_context(_watched(HotFolder(settings.inbox, desk)))
        talk.print(f"Thư mục nóng · hot folder: [bold]{settings.inbox}[/bold]")
        _serve_web(settings, desk)


def worker(
    threads: Annotated[int | None, typer.Option(min=1, help="Steps at once; by default one per core.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Also watch the hot folder.")] = False,
) -> None:
    """Take steps from the queue until stopped; run as many of these as there are machines."""
    settings = load_settings()
    configure_logs(settings.log_format)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _sets(stopping))
    with ExitStack() as stack:
        stores = stack.enter_context(opened_stores(settings))
        stack.enter_context(stack.enter_context(opened_host(settings, stores, threads=threads)).running())
        if watch:
            stack.enter_context(_watched(HotFolder(settings.inbox, Desk(stores, settings.limits))))
        talk.print("sohoa worker: đang chạy · running")
        stopping.wait()


def web() -> None:
    """Serve the web pages and the HTTP interface only."""
    settings = load_settings()
    configure_logs(settings.log_format)
    with opened_desk(settings) as desk:
        _serve_web(settings, desk)


def doctor(
    quick: Annotated[bool, typer.Option("--quick", help="Stores only, for health checks.")] = False,
    as_json: Json = False,
) -> None:
    """Name what is missing, and how to get it; exit code 6 when something is."""
    findings = examine(load_settings(), quick=quick)
    if as_json:
        put_json([{"check": f.check, "ok": f.ok, "found": f.found, "remedy": f.remedy} for f in findings])
    else:
        for finding in findings:
            mark = "[green]✓[/green]" if finding.ok else "[red]✗[/red]"
            talk.print(f"{mark} {finding.check}: {finding.found}", highlight=False)
            if finding.remedy:
                talk.print(f"    → {finding.remedy}", highlight=False, markup=False)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(6)


def demo(
    home: Annotated[Path, typer.Option(help="Folder of the demonstration.")] = DEFAULT_HOME,
    samples: Annotated[Path | None, typer.Option(help="Folder of sample dossiers.", exists=True)] = None,
) -> None:
    """Run the main job on the sample dossiers; repeating it changes nothing."""
    sys.exit(run_demo(home, samples))


def _serve_web(settings: Settings, desk: Desk) -> None:
    app = create_app(desk, product_version=__version__, max_file_mb=settings.max_file_mb, hosts=settings.web_names)
    talk.print(f"Trang web · web: [bold]http://{settings.web_host}:{settings.web_port}/[/bold]   (Ctrl-C: dừng · stop)")
    uvicorn.run(app, host=settings.web_host, port=settings.web_port, log_level="warning", server_header=False)


@contextmanager
def _watched(folder: HotFolder) -> Iterator[None]:
    stopping = threading.Event()
    thread = threading.Thread(target=folder.watch, args=(stopping,), name="hot folder", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _sets(event: threading.Event) -> "signal._HANDLER":
    def handle(_number: int, _frame: FrameType | None) -> None:
        event.set()

    return handle
