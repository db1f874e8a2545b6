"""Forms that change something: sent from our own page, by a person, and small."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from .site import Site

MAX_BYTES = 64 * 1024
_KEY = "form"


class FormError(Exception):
    """A form cannot be taken; the message is a sentence for the person who sent it."""


def make_token(request: Request) -> str:
    """Return what a form must send back in its hidden field ``token``.

    It is kept in the visitor's signed cookie, which other sites can neither read nor set.
    """
    token: str = request.session.setdefault(_KEY, secrets.token_urlsafe(24))
    return token


async def answer_form(
    site: Site, request: Request, answer: Callable[[Site, Request, Mapping[str, str]], Response]
) -> Response:
    """Check a form and hand its fields to ``answer``, in a thread.

    Raises:
        FormError: where it is too large or was not sent from our own page.
    """
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > MAX_BYTES:
        raise FormError("The form is too long. Shorten the note.")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise FormError("The form was not sent from this site.")
    async with request.form(max_files=0, max_fields=50, max_part_size=MAX_BYTES) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    expected = request.session.get(_KEY, "")
    if not expected or not hmac.compare_digest(fields.get("token", "").encode(), expected.encode()):
        raise FormError("The form is out of date. Go back, load the page again and send it once more.")
    return await run_in_threadpool(answer, site, request, fields)
