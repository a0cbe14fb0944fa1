"""Run real servers by hand: ``.venv/bin/python -m tests.services up [SERVER…]``.

Servers: redis, rabbitmq, postgres, minio, radosgw; by default PostgreSQL, Redis and an S3 server.

Prints the ``SOHOA_*`` settings that point the product at them, as shell lines, and runs until Ctrl-C.
"""

import argparse
import signal
import sys
import threading
from contextlib import ExitStack

from tests.services.keeper import SERVERS
from tests.services.minio import s3_server_name
from tests.services.server import MissingServerError, ServerFailedError


def settings(name: str, url: str) -> dict[str, str]:
    """What the product has to be told to use the server called ``name``."""
    match name:
        case "redis":
            return {"SOHOA_BROKER_URL": f"{url}/0"}
        case "rabbitmq":
            return {"SOHOA_BROKER_URL": f"{url}/main"}
        case "postgres":
            return {"SOHOA_DATABASE_URL": url}
        case _:
            return {"SOHOA_OBJECTS_URL": f"{url}/sohoa?secure=false"}


def main() -> int:
    """Start what is asked for, say where it is, stop it on Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    parser.add_argument("command", choices=["up"])
    parser.add_argument("names", nargs="*", metavar="SERVER", help=f"of {', '.join(SERVERS)}")
    names = parser.parse_args().names or ["postgres", "redis", s3_server_name()]
    if unknown := set(names) - set(SERVERS):
        parser.error(f"no such server: {', '.join(sorted(unknown))}")

    asked_to_end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked_to_end.set())
    with ExitStack() as running:
        for name in names:
            try:
                server = running.enter_context(SERVERS[name]())
            except (MissingServerError, ServerFailedError) as reason:
                sys.stderr.write(f"error: {reason}\n")
                return 1
            for variable, value in settings(name, server.url).items():
                sys.stdout.write(f"export {variable}='{value}'\n")
        sys.stdout.flush()
        sys.stderr.write("Servers run until Ctrl-C.\n")
        asked_to_end.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
