"""What a machine lacks to do the job, and how to get it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.errors import SohoaError
from pipeline.check import VeraPdf
from pipeline.ocr_engine.models import installed_languages
from sohoa.keys import open_signer
from sohoa.settings import Settings
from storage.objects import open_objects
from storage.records import open_records
from storage.search import open_search
from workers.broker import open_bell

PROGRAMS = {
    "tesseract": "tesseract-ocr",
    "pdftoppm": "poppler-utils",
    "gs": "ghostscript",
    "fc-match": "fontconfig",
    "java": "default-jre-headless",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check; ``remedy`` says what to do, also where the check passed with a remark."""

    check: str
    ok: bool
    found: str
    remedy: str = ""


def examine(settings: Settings, *, quick: bool = False) -> list[Finding]:
    """Every check in order of dependence; ``quick`` leaves out programs and keys, as web servers need neither."""
    return [*_stores(settings), *(() if quick else (*_programs(settings), *_keys(settings)))]


def _stores(settings: Settings) -> Iterator[Finding]:
    settings.home.mkdir(parents=True, exist_ok=True)
    yield _tried("records", lambda: _revision(settings), "check SOHOA_DATABASE_URL, then run: sohoa migrate")
    yield _tried("objects", lambda: _objects(settings), "check SOHOA_OBJECTS_URL and free space")
    yield _tried("search", lambda: _search(settings), "check SOHOA_SEARCH_URL")
    yield _tried("broker", lambda: _broker(settings), "check SOHOA_BROKER_URL")


def _programs(settings: Settings) -> Iterator[Finding]:
    for program, package in PROGRAMS.items():
        path = shutil.which(program)
        yield Finding(program, path is not None, path or "missing", "" if path else f"apt-get install {package}")
    for language in settings.ocr_language.split("+"):
        ok = language in installed_languages(settings.ocr_models)
        remedy = "" if ok else f"apt-get install tesseract-ocr-{language}"
        yield Finding(f"tesseract model {language}", ok, "installed" if ok else "missing", remedy)
    yield _tried("recogniser", lambda: _recogniser(settings), "make setup")
    yield _tried("veraPDF", _verapdf, "make setup")


def _keys(settings: Settings) -> Iterator[Finding]:
    try:
        signer = open_signer(settings)
    except SohoaError as error:
        yield Finding("keys", False, error.message("en"), "see docs/how-to/keys.md")
        return
    for key in signer.check():
        days = f"{key.subject}, {key.days_left} days left, {key.key} {key.padding or ''}".rstrip()
        trouble = key.problem.message("en") if key.problem else days
        remedy = f"chmod 600 the file of the {key.role} key" if key.file_readable_by_others else ""
        yield Finding(f"key {key.role}", key.problem is None, trouble, remedy)
    for stamp in signer.check_timestamps():
        trouble = stamp.problem.message("en") if stamp.problem else "gives tokens that hold"
        yield Finding(f"timestamps {stamp.authority}", stamp.problem is None, trouble)
    if settings.pki == "development":
        yield Finding(
            "trust", True, "development PKI: signatures say TEST ONLY", "set SOHOA_PKI=configured for real signatures"
        )


def _tried(check: str, look: Callable[[], str], remedy: str) -> Finding:
    try:
        return Finding(check, True, look())
    except SohoaError as error:
        return Finding(check, False, error.message("en"), remedy)


def _revision(settings: Settings) -> str:
    records = open_records(settings.database)
    try:
        if settings.database.startswith("sqlite"):
            records.migrate()
        return f"{settings.database.partition(':')[0]}, schema {records.revision()}"
    finally:
        records.close()


def _objects(settings: Settings) -> str:
    open_objects(settings.objects).check()
    return "written and read"


def _search(settings: Settings) -> str:
    open_search(settings.search).search("sohoa", limit=1)
    return "opened"


def _broker(settings: Settings) -> str:
    bell = open_bell(settings.broker_url.get_secret_value())
    bell.close()
    return settings.broker_url.get_secret_value().partition(":")[0]


def _recogniser(settings: Settings) -> str:
    """Name of the engine that pages will be read with, its model loaded where it stays so."""
    reading = settings.reading
    reading.warm_engine()
    return reading.open_engine(settings.limits.page_timeout_s).name


def _verapdf() -> str:
    with VeraPdf() as validator:
        return validator.version()
