"""What people say of a tag or a recommendation: shown beside it, and added by a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

import pandas as pd
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from thememiner.errors import InputError
from thememiner.judgements import add_judgement, latest_judgements, match_judgements, read_judgements
from thememiner.records import Judgement
from thememiner.store import list_mentions, list_review_ids, read_recommendation
from thememiner.web.forms import FormError
from thememiner.web.site import Site
from thememiner.web.views import NotFoundError

_CHOICES = {"accept": "Accept", "reject": "Reject", "unsure": "Unsure"}
_MAX_NAME, _MAX_NOTE = 100, 2000
_MENTION_COLUMNS = ("mention_id", "review_id", "theme_id", "sentence", "text")
_REC_COLUMNS = ("recommendation_id", "review_id", "text")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The latest verdict of one person."""

    verdict: str
    reviewer: str
    note: str
    judged_at: str


def list_verdicts(
    site: Site, *, review_id: str, mentions: Sequence[Any] = (), recs: Sequence[Any] = ()
) -> dict[str, tuple[Verdict, ...]]:
    """Return the verdicts on some mentions or recommendations of a review, by their id.

    A verdict is also found where a later run gave the item another id.
    """
    known = list_review_ids(site.database)
    judgements = [
        judgement
        for judgement in read_judgements(site.report.folder)
        if judgement.review_id == review_id or judgement.review_id not in known
    ]
    if not judgements:
        return {}
    matched = match_judgements(judgements, _frame(mentions, _MENTION_COLUMNS), _frame(recs, _REC_COLUMNS))
    found: dict[str, list[Verdict]] = {}
    for judgement in latest_judgements(judgements, matched):
        item_id = matched.get(judgement.judgement_id)
        if item_id:
            found.setdefault(item_id, []).append(_show(judgement))
    return {item_id: tuple(verdicts) for item_id, verdicts in found.items()}


def _show(judgement: Judgement) -> Verdict:
    return Verdict(judgement.verdict, judgement.reviewer, judgement.note, judgement.judged_at)


def _frame(items: Sequence[Any], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame([[asdict(item)[name] for name in columns] for item in items], columns=list(columns))


def judge_mention(site: Site, request: Request, fields: Mapping[str, str]) -> Response:
    """Take a verdict on a tag of a passage."""
    passage_id = request.path_params["passage_id"]
    mention = next(
        (m for m in list_mentions(site.database, passage_id) if m.mention_id == fields.get("item")), None
    )
    if mention is None:
        raise NotFoundError("There is no such tag in this passage. The report may have been made anew.")
    _judge(site, request, mention, fields)
    return _go(f"/passages/{quote(passage_id, safe='')}#tag-{quote(mention.mention_id, safe='')}")


def judge_recommendation(site: Site, request: Request, fields: Mapping[str, str]) -> Response:
    """Take a verdict on a recommendation."""
    rec_id = request.path_params["recommendation_id"]
    rec = read_recommendation(site.database, rec_id)
    if rec is None:
        raise NotFoundError("There is no such recommendation. The report may have been made anew.")
    _judge(site, request, rec, fields)
    return _go(f"/recommendations/{quote(rec_id, safe='')}#verdicts")


def _judge(site: Site, request: Request, item: Any, fields: Mapping[str, str]) -> None:
    reviewer = " ".join(fields.get("reviewer", "").split()) or name_visitor(site, request)
    verdict = fields.get("verdict", "")
    note = fields.get("note", "").strip()
    if not reviewer:
        raise FormError("Say who you are: a verdict needs the name of who judged. Go back and fill it in.")
    if verdict not in _CHOICES:
        raise FormError("Choose accept, reject or unsure. Go back and press one of the buttons.")
    if len(reviewer) > _MAX_NAME or len(note) > _MAX_NOTE:
        raise FormError(f"A name has up to {_MAX_NAME} characters, a note up to {_MAX_NOTE:,}. Shorten it.")
    try:
        add_judgement(site.report.folder, item, verdict, reviewer=reviewer, note=note)  # type: ignore[arg-type]
    except InputError as error:
        raise FormError(str(error)) from error
    request.session["reviewer"] = reviewer


def name_visitor(site: Site, request: Request) -> str:
    """Return who is asking, as far as the proxy or an earlier verdict says it; else ""."""
    if site.settings.trust_header:
        return " ".join(request.headers.get(site.settings.trust_header, "").split())[:_MAX_NAME]
    return str(request.session.get("reviewer", ""))


def _go(url: str) -> Response:
    return RedirectResponse(url, status_code=303)
