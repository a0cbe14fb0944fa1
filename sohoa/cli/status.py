"""Commands that only ask or prepare the stores."""

from sohoa.cli.output import Json, put_json, put_rows
from sohoa.settings import load_settings
from sohoa.stores import opened_desk
from storage.records import open_records


def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = load_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    records = open_records(settings.database)
    try:
        put_rows([["schema", records.migrate()]])
    finally:
        records.close()


def status(as_json: Json = False) -> None:
    """Show how many records stand where, and how much is due."""
    with opened_desk(load_settings()) as desk:
        now = desk.status()
    if as_json:
        put_json({"documents": now.documents, "outcomes": now.outcomes, "jobs": now.jobs})
        return
    put_rows(["document", state, count] for state, count in now.documents.items() if count)
    put_rows(["outcome", state, count] for state, count in now.outcomes.items() if count)
    put_rows(["job", queue, count] for queue, count in now.jobs.items() if count)
