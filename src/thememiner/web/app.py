"""The application: addresses from the table, answers from the views."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from . import answers, errors, forms
from .openapi import describe_api
from .routes import ACTIONS, LISTS, PAGES, Action, Listing, Page
from .security import Guard
from .settings import Settings
from .site import Site

Endpoint = Callable[[Request], Any]


def make_app(settings: Settings) -> ASGIApp:
    """Return the site as an ASGI application.

    Args:
        settings: which report, for whom.

    Raises:
        ReportError: where there is no such report.
        InputError: where it would be open to a network without asking who is there.
    """
    settings.check()
    site = Site(settings)
    site.templates.globals["menu"] = [page for page in PAGES if page.menu]
    routes: list[BaseRoute] = [
        Route("/", lambda _: RedirectResponse("/search", status_code=307)),
        Route("/openapi.json", lambda _: describe_api()),
        Mount("/static", StaticFiles(packages=[("thememiner.web", "static")])),
    ]
    # Those with an ending come first, because the name in a path also matches "name.json".
    for listing in LISTS:
        routes += _list_routes(site, listing)
    routes += [Route(f"{page.path}.json", _answer_json(site, page)) for page in PAGES]
    routes += [Route(action.path, _act(site, action), methods=[action.method]) for action in ACTIONS]
    routes += [Route(page.path, _answer_page(site, page)) for page in PAGES]
    cookie = Middleware(
        SessionMiddleware, secret_key=settings.secret, session_cookie="thememiner", same_site="strict"
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        threading.Thread(target=site.warm, name="warm", daemon=True).start()
        yield
        site.close()

    app = Starlette(
        routes=routes,
        middleware=[cookie],
        exception_handlers=errors.make_handlers(site),
        lifespan=lifespan,
    )
    # Around all of it, so that also the page of an unforeseen error carries the headers.
    return Guard(app, settings)


# Endpoints that are plain functions run in Starlette's threads, where SQLite may take its time.


def _answer_page(site: Site, page: Page) -> Endpoint:
    def endpoint(request: Request) -> Response:
        return answers.answer_page(site, request, page.show(site, request))

    return endpoint


def _answer_json(site: Site, page: Page) -> Endpoint:
    def endpoint(request: Request) -> Response:
        return answers.answer_json(page.show(site, request))

    return endpoint


def _list_routes(site: Site, listing: Listing) -> list[BaseRoute]:
    def as_csv(request: Request) -> Response:
        return answers.answer_csv(listing.list_rows(site, request))

    def as_xlsx(request: Request) -> Response:
        return answers.answer_xlsx(listing.list_rows(site, request))

    return [Route(f"{listing.path}.csv", as_csv), Route(f"{listing.path}.xlsx", as_xlsx)]


def _act(site: Site, action: Action) -> Endpoint:
    if action.method == "GET":
        return lambda request: action.answer(site, request)

    async def endpoint(request: Request) -> Response:
        return await forms.answer_form(site, request, action.answer)

    return endpoint
