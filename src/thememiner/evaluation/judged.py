"""The tool against verdicts: what people accepted of what it found, and what they said it missed.

Verdicts are on single mentions and recommendations, so they tell precision; recall they
cannot tell, because nobody judges what is not shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from thememiner.accuracy import MIN_REFERENCE, NOT_MEASURED
from thememiner.errors import InputError
from thememiner.judgements import latest_judgements, match_judgements
from thememiner.records import Judgement
from thememiner.tables import Tables, iterate_rows, make_frame, wilson_interval

from .agreement import Counts
from .columns import DISAGREEMENTS, SCORES
from .scoring import TOOL, Evaluation

ANYONE = "verdicts"
_RECOMMENDATIONS = "recommendations"


def evaluate_judgements(judgements: Sequence[Judgement], tables: Tables) -> Evaluation:
    """Return the share of judged mentions that was accepted, over all, per theme and per reviewer.

    An item that several people judged counts once: as accepted where more accept than
    reject it; not at all where they are even.

    Args:
        judgements: of a report.
        tables: of the report.

    Raises:
        InputError: where nobody has judged anything that is in the report.
    """
    matched = match_judgements(judgements, tables["mentions"], tables["recommendations"])
    current = latest_judgements(judgements, matched)
    there = [judgement for judgement in current if judgement.judgement_id in matched]
    missed = [judgement for judgement in current if judgement.verdict == "missed"]
    if not there and not missed:
        raise InputError(
            "Nobody has judged anything of this report yet. Judge in the search site (thememiner serve), "
            "or correct a project (thememiner export REPORT qdpx) and read it with: thememiner judgements "
            "import."
        )
    labels = {str(row.theme_id): str(row.label) for row in iterate_rows(tables["themes"])}
    notes = [
        f"{sum(judgement.verdict == 'unsure' for judgement in there)} unsure, {len(missed)} missed; "
        f"{len(current) - len(there) - len(missed)} are about what is no longer in the report.",
        "Verdicts tell precision only, and only of what was judged.",
    ]
    return Evaluation(
        scores=make_frame(SCORES, list(_list_scores(there, matched, labels))),
        disagreements=make_frame(DISAGREEMENTS, [_disagree(judgement) for judgement in (*there, *missed)
                                                 if judgement.verdict in ("reject", "missed")]),
        n_passages=len({judgement.passage_id for judgement in there}),
        readers=tuple(dict.fromkeys(judgement.reviewer for judgement in current)),
        notes=tuple(notes),
    )  # fmt: skip


def _list_scores(
    judgements: Sequence[Judgement], matched: Mapping[str, str], labels: Mapping[str, str]
) -> Iterator[tuple[Any, ...]]:
    votes: dict[str, dict[str, bool]] = defaultdict(dict)
    themes: dict[str, str] = {}
    for judgement in judgements:
        if judgement.verdict in ("accept", "reject"):
            item = matched[judgement.judgement_id]
            votes[item][judgement.reviewer] = judgement.verdict == "accept"
            themes[item] = judgement.theme_id or _RECOMMENDATIONS
    settled = {
        item: 2 * sum(given.values()) > len(given)
        for item, given in votes.items()
        if 2 * sum(given.values()) != len(given)
    }
    mentions = {item: right for item, right in settled.items() if themes[item] != _RECOMMENDATIONS}
    yield _row("micro", "", "", ANYONE, list(mentions.values()))
    reviewers = dict.fromkeys(judgement.reviewer for judgement in judgements)
    for reviewer in reviewers if len(reviewers) > 1 else ():
        own = [votes[item][reviewer] for item in mentions if reviewer in votes[item]]
        yield _row("micro", "", "", reviewer, own)
    for one, other in combinations(reviewers, 2):
        yield _agree(
            one, other, [(given[one], given[other]) for given in votes.values() if {one, other} <= set(given)]
        )
    for theme in [*(theme for theme in labels if theme in themes.values()), _RECOMMENDATIONS]:
        own = [right for item, right in settled.items() if themes[item] == theme]
        if own:
            yield _row("theme", theme, labels.get(theme, "Recommendations"), ANYONE, own)


def _row(level: str, theme: str, label: str, reference: str, right: list[bool]) -> tuple[Any, ...]:
    n, accepted = len(right), sum(right)
    note = NOT_MEASURED if level == "theme" and n < MIN_REFERENCE else ""
    share = round(accepted / n, 4) if n else None
    measured = [share, *wilson_interval(accepted, n)] + [None] * 12
    return (
        level,
        theme,
        label,
        TOOL,
        reference,
        n,
        n,
        None,
        None,
        accepted,
        *measured,
        None,
        None,
        None,
        None,
        note,
    )


def _agree(one: str, other: str, verdicts: list[tuple[bool, bool]]) -> tuple[Any, ...]:
    """How far two reviewers give the same verdict on what both judged."""
    tally = [sum(pair == wanted for pair in verdicts) for wanted in
             ((True, True), (True, False), (False, True), (False, False))]  # fmt: skip
    counts, n = Counts(*tally), len(verdicts)
    kappa, alpha = (
        None if np.isnan(value) else round(float(value), 4) for value in (counts.kappa, counts.alpha)
    )
    measured = [None] * 9 + [kappa, None, None, alpha, None, None]
    note = f"same verdict on {tally[0] + tally[3]} of {n}"
    return (
        "micro", "", "", one, other, n, tally[0] + tally[1], tally[0] + tally[2], None, tally[0],
        *measured, None, None, None, None, note,
    )  # fmt: skip


def _disagree(judgement: Judgement) -> tuple[Any, ...]:
    what = "wrong" if judgement.verdict == "reject" else "missed"
    return (
        judgement.theme_id or _RECOMMENDATIONS, what, judgement.reviewer, judgement.passage_id,
        judgement.review_id, judgement.page, "", judgement.polarity, judgement.text,
        judgement.sentence or judgement.text,
    )  # fmt: skip
