"""What every request and every answer must keep to, before any route is asked.

There are no accounts yet: whoever reaches the server may use it, and it listens on the loopback address unless told
otherwise. What a browser on the same machine could be tricked into is stopped here:

1. A name that an attacker's DNS points at this server (DNS rebinding) is not answered.
2. A page of another site cannot send a form here (cross-site request forgery).
3. A page shown here loads and runs nothing but this server's own files, and is framed by nobody.
"""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.errors import ForeignOrigin, SohoaError, UnservedHost

LOOPBACK = ("localhost", "127.0.0.1", "::1")

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: under it browsers send `Origin: null` with a page's own forms, and rule 2 could not tell them
    # from a stranger's. Other sites learn nothing under either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses by rules 1 and 2, and puts the headers of rule 3 on every answer."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], refuse: Callable[[str, SohoaError], Response]) -> None:
        self._app = app
        self._refuse = refuse
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message))
            await send(message)

        try:
            self._require_allowed(scope["method"], Headers(scope=scope))
        except SohoaError as error:
            await self._refuse(scope["path"], error)(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)

    def _require_allowed(self, method: str, headers: Headers) -> None:
        host = headers.get("host", "")
        if _hostname(host) not in self._hosts:
            raise UnservedHost(host=_hostname(host) or "?")
        if method not in READING and not _same_origin(headers, host):
            raise ForeignOrigin()


def add_headers(headers: MutableHeaders) -> None:
    """Put the security headers on an answer; pages and records are not kept by caches unless their route says so."""
    for name, value in HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "private, no-cache")


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _same_origin(headers: Headers, host: str) -> bool:
    """Browsers say where a request comes from; programs that say nothing have no user to be tricked."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or _authority(origin) == host.lower()
