"""The description of the JSON, made from the table of addresses."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from starlette.responses import JSONResponse

from thememiner import __version__

_NAMED = re.compile(r"{(\w+)}")


def describe_api() -> JSONResponse:
    """Answer with the OpenAPI 3.1 description of every page's JSON and every list's files."""
    return JSONResponse(build_description())


def build_description() -> dict[str, Any]:
    """Return the description."""
    # Not at the top: the table of addresses is made of pages, and this is one of its neighbours.
    from .routes import LISTS, PAGES

    schemas, components = msgspec.json.schema_components(
        [page.data for page in PAGES], ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, Any] = {}
    for page, schema in zip(PAGES, schemas, strict=True):
        paths[f"{page.path}.json"] = _describe(
            page.path, page.summary, page.parameters, {"application/json": {"schema": schema}}
        )
    for listing in LISTS:
        for ending, media in (
            ("csv", "text/csv"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ):
            paths[f"{listing.path}.{ending}"] = _describe(
                listing.path, listing.summary, listing.parameters, {media: {"schema": {"type": "string"}}}
            )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "thememiner",
            "version": __version__,
            "description": "Every page of the site as JSON, every list as a file.",
        },
        "paths": paths,
        "components": {"schemas": components},
    }


def _describe(path: str, summary: str, parameters: Any, content: dict[str, Any]) -> dict[str, Any]:
    described = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _NAMED.findall(path)
    ]
    for parameter in parameters:
        schema: dict[str, Any] = {"type": parameter.type}
        described.append(
            {
                "name": parameter.name,
                "in": "query",
                "description": parameter.meaning,
                "schema": {"type": "array", "items": schema} if parameter.many else schema,
            }
        )
    found = {"description": summary, "content": content}
    answers = (
        {"200": found, "404": {"description": "There is no such record"}}
        if _NAMED.search(path)
        else {"200": found}
    )
    return {"get": {"summary": summary, "parameters": described, "responses": answers}}
