"""Errors as pages: what happened and what to do, in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from thememiner.errors import ThememinerError

from . import answers
from .forms import FormError
from .site import Site
from .views import NotFoundError, View

_TITLES = {404: "Page not found", 405: "This cannot be done here", 403: "The form was not taken"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and what to do."""

    status: int
    message: str


def make_handlers(site: Site) -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """Return what Starlette calls for each kind of error."""

    def answer(request: Request, status: int, message: str) -> Response:
        view = View(
            template="problem.html",
            title=_TITLES.get(status, "Sorry, there is a problem"),
            data=Problem(status, message),
            status=status,
        )
        if request.url.path.endswith(".json"):
            return answers.answer_json(view)
        return answers.answer_page(site, request, view)

    def not_found(request: Request, error: Exception) -> Response:
        return answer(request, 404, str(error))

    def refused(request: Request, error: Exception) -> Response:
        return answer(request, 403, str(error))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        message = "Check the address, or start from the search page." if error.status_code == 404 else ""
        response = answer(request, error.status_code, message or error.detail)
        response.headers.update(error.headers or {})
        return response

    def ours(request: Request, error: Exception) -> Response:
        return answer(request, 500, str(error))

    def broken(request: Request, _: Exception) -> Response:
        # Starlette raises the error again when this is sent, and the server writes it out.
        message = "Try again. If it happens again, the window in which the site was started says why."
        return answer(request, 500, message)

    return {
        NotFoundError: not_found,
        FormError: refused,
        HTTPException: http,
        ThememinerError: ours,
        Exception: broken,
    }
