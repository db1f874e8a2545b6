"""Themes: all of them, and one with everything known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from thememiner.store.asked import AskedItem, list_asked
from thememiner.store.quotes import Quote, Share
from thememiner.store.themes import (
    Companion,
    Counted,
    ThemeRecord,
    count_theme,
    count_theme_roles,
    fetch_theme,
    list_best_evidence,
    list_companions,
    list_themes,
)
from thememiner.web.accuracy import Accurate, describe_accuracy, judge_theme, read_accuracy
from thememiner.web.site import Site
from thememiner.web.views import Link, NotFoundError, Sheet, View

_ASKED_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """A theme in the list of themes."""

    theme: ThemeRecord
    accuracy: Accurate


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesPage:
    """All themes of the codebook in its groups."""

    themes: tuple[ThemeLine, ...]
    n_read: int
    accuracy: str
    """What was measured of the codebook, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """One theme."""

    theme: ThemeRecord
    accuracy: Accurate
    years: tuple[Share, ...]
    kinds: tuple[Share, ...]
    publishers: tuple[Share, ...]
    roles: tuple[Counted, ...]
    companions: tuple[Companion, ...]
    recommendations: tuple[AskedItem, ...]
    """The newest of them."""
    evidence: tuple[Quote, ...]


def show_themes(site: Site, request: Request) -> View[ThemesPage]:
    """The list of themes."""
    del request
    accuracy = read_accuracy(site)
    themes = tuple(
        ThemeLine(theme=theme, accuracy=judge_theme(accuracy, theme.theme_id))
        for theme in list_themes(site.database)
    )
    data = ThemesPage(
        themes=themes,
        n_read=themes[0].theme.n_read if themes else 0,
        accuracy=describe_accuracy(accuracy),
    )
    return View(template="themes.html", title="Themes", data=data)


def list_theme_rows(site: Site, request: Request) -> Sheet:
    """The list of themes, one row each."""
    accuracy = read_accuracy(site)
    columns = (
        "theme", "group", "reviews", "of_reviews", "share", "low", "high", "reviews_with_concern", "passages",
        "concerns", "strengths", "neutral", "recommendations", "accuracy", "definition", "link", "theme_id",
    )  # fmt: skip

    def rows() -> Iterator[tuple[Any, ...]]:
        for theme in list_themes(site.database):
            yield (
                theme.label, theme.group, theme.n_reviews, theme.n_read, theme.share_reviews, theme.share_low,
                theme.share_high, theme.n_reviews_concern, theme.n_passages, theme.n_concern,
                theme.n_strength, theme.n_neutral, theme.n_recommendations,
                judge_theme(accuracy, theme.theme_id).text,
                theme.definition, f"{request.base_url}themes/{theme.theme_id}", theme.theme_id,
            )  # fmt: skip

    notes = (
        f"Themes of: {site.title}",
        "share: of the reviews that could be read; low, high: its 95% interval",
    )
    return Sheet(name="themes", columns=columns, rows=rows(), notes=notes)


def show_theme(site: Site, request: Request) -> View[ThemePage]:
    """One theme."""
    theme_id = request.path_params["theme_id"]
    db = site.database
    theme = fetch_theme(db, theme_id)
    if theme is None:
        raise NotFoundError("There is no such theme in this corpus.")
    data = ThemePage(
        theme=theme,
        accuracy=judge_theme(read_accuracy(site), theme_id),
        years=count_theme(db, theme_id, "year"),
        kinds=count_theme(db, theme_id, "kind"),
        publishers=tuple(share for share in count_theme(db, theme_id, "publisher") if share.n)[:10],
        roles=count_theme_roles(db, theme_id),
        companions=list_companions(db, theme_id),
        recommendations=list_asked(db, "theme", theme_id, limit=_ASKED_SHOWN),
        evidence=list_best_evidence(db, theme_id),
    )
    trail = (Link("Search", "/search"), Link("Themes", "/themes"))
    return View(template="theme.html", title=theme.label, data=data, trail=trail)
