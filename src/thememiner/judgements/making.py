"""A verdict becomes a judgement that finds its item again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

from thememiner.errors import InputError
from thememiner.records import Judgement, Mention, Polarity, Recommendation, Verdict, make_id

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def make_judgement(
    item: Mention | Recommendation | Any,
    verdict: Verdict,
    *,
    reviewer: str,
    note: str = "",
    polarity: str = "",
    judged_at: str = "",
) -> Judgement:
    """Return a judgement of an item, with all that finds the item again after another run.

    Args:
        item: a ``Mention`` or ``Recommendation``, or a row of the table ``mentions`` or
            ``recommendations`` (anything with their attributes).
        verdict: accept, reject, unsure; missed for an item that a person adds.
        reviewer: name of the person.
        note: any text.
        polarity: concern, strength or neutral, where the reviewer says it; else empty.
        judged_at: UTC, ISO 8601 to the second; now where empty.

    Raises:
        InputError: where the verdict or polarity is none of these, or nobody is named.
    """
    if verdict not in VERDICTS:
        raise InputError(f"{verdict!r} is no verdict; these are: {', '.join(VERDICTS)}.")
    if polarity and polarity not in get_args(Polarity):
        raise InputError(f"{polarity!r} is no polarity; these are: {', '.join(get_args(Polarity))}.")
    if not reviewer.strip():
        raise InputError("A judgement needs the name of who judged.")
    judged: Any = item
    is_recommendation = hasattr(judged, "recommendation_id")
    passage_ids = getattr(judged, "passage_ids", ())
    parts: dict[str, Any] = {
        "kind": "recommendation" if is_recommendation else "mention",
        "item_id": judged.recommendation_id if is_recommendation else judged.mention_id,
        "verdict": verdict,
        "polarity": polarity,
        "note": _clean(note),
        "reviewer": _clean(" ".join(reviewer.split())),
        "judged_at": _normalise_time(judged_at),
        "review_id": judged.review_id,
        "passage_id": (passage_ids[0] if passage_ids else "") if is_recommendation else judged.passage_id,
        "page": int(judged.page),
        "theme_id": "" if is_recommendation else judged.theme_id,
        "start": None if is_recommendation else int(judged.start),
        "end": None if is_recommendation else int(judged.end),
        "text": _clean(judged.text),
        "sentence": "" if is_recommendation else _clean(judged.sentence),
    }
    return Judgement(judgement_id=f"j{make_id(*parts.values(), length=12)}", **parts)


def _normalise_time(told: str) -> str:
    """UTC to the second, however another program wrote it; now, where it says nothing readable."""
    try:
        time = datetime.fromisoformat(told)
    except ValueError:
        time = datetime.now(UTC)
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _clean(text: str) -> str:
    """Half a surrogate pair cannot be stored; it is read as a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
