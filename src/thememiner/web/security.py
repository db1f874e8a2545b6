"""Who may ask, and what a browser may do with the answer.

Pure ASGI, outermost: the headers are on every answer, errors and files included.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .settings import LOOPBACK_NAMES, Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_PDF_POLICY = "frame-ancestors 'none'"
"""A browser's own PDF viewer runs under the policy of the PDF, and needs scripts and styles of its own."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_MAX_ADDRESS = 16_384
"""Bytes of an address; a browser sends less, and the search box takes less."""


class Guard:
    """Checks who is asked for and who asks; adds the headers that keep a page harmless.

    Args:
        app: the site.
        settings: host, password, trusted header.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                pdf = headers.get("content-type", "").startswith("application/pdf")
                headers["Content-Security-Policy"] = _PDF_POLICY if pdf else POLICY
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store" if not self.settings.is_local else "no-cache")
            await send(message)

        refusal = self._refuse(scope)
        await (refusal or self.app)(scope, receive, send_guarded)

    def _refuse(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if not is_allowed(headers.get("host", ""), self.settings):
            return PlainTextResponse(
                "This site does not answer to that name. Open it at the address that thememiner serve "
                "printed, or start it with --allow-host NAME.\n",
                status_code=400,
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _MAX_ADDRESS:
            return PlainTextResponse(
                "The address is too long. Search for fewer words or filters.\n", status_code=414
            )
        if self.settings.trust_header:
            if not headers.get(self.settings.trust_header, "").strip():
                return PlainTextResponse(
                    "You are not signed in: the proxy in front of this site did not say who you are.\n",
                    status_code=403,
                )
        elif self.settings.password and not _knows(headers.get("authorization", ""), self.settings.password):
            return PlainTextResponse(
                "This site asks for a password. Any user name will do.\n",
                status_code=401,
                headers={"WWW-Authenticate": 'Basic realm="thememiner", charset="UTF-8"'},
            )
        return None


def is_allowed(host: str, settings: Settings) -> bool:
    """Return whether the site may be asked for under a name.

    A page elsewhere could give its own name the address of this machine and so read the
    site through a visitor's browser. A bare address cannot be faked like this.
    """
    name = _strip_port(host).lower()
    named = {settings.host.strip("[]").lower(), *(allowed.lower() for allowed in settings.allowed_hosts)}
    if name in LOOPBACK_NAMES or name in named:
        return True
    if settings.is_local:
        return False
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _strip_port(host: str) -> str:
    """The name in a Host header.

    >>> _strip_port("[::1]:8001"), _strip_port("localhost:8001"), _strip_port("localhost")
    ('::1', 'localhost', 'localhost')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if ":" in host else host


def _knows(authorization: str, password: str) -> bool:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        given = base64.b64decode(encoded, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(given, password.encode())
