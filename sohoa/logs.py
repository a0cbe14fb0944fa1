"""Logs: events with fields on standard error, so that standard output stays data. Never text of documents."""

import logging
import sys
from typing import Literal

import structlog


def configure_logs(form: Literal["text", "json"], *, quiet: bool = False) -> None:
    """Send structlog's and the libraries' events to standard error; ``quiet`` keeps only warnings."""
    level = logging.WARNING if quiet else logging.INFO
    render = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
