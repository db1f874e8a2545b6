"""From a reference file to an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from thememiner.errors import InputError
from thememiner.tables import Tables

from .projects import read_project_reference
from .reference import Reference, read_reference
from .scoring import Evaluation, score
from .sources import find_items, match_mentions, tag_items

_SHOWN = 5


def evaluate_texts(
    gold: Path, labels: Mapping[str, str], codebook: Path | str | None = None, *, kind: str = ""
) -> Evaluation:
    """Tag the texts of a reference and score what was found.

    Args:
        gold: reference with the text of every passage.
        labels: name of each theme, by id.
        codebook: folder of a codebook; the packaged one where None.
        kind: of the documents that they are from, where it is known.

    Raises:
        InputError: where the file has problems, or passages without their text.
    """
    reference = read_reference(gold, labels)
    without = [item_id for item_id, item in reference.items.items() if not item.text.strip()]
    if without:
        raise InputError(
            f"{gold.name} has no text for {len(without)} passages ({_name_some(without)}); "
            "name the report that they are from: thememiner evaluate REPORT GOLD."
        )
    return score(
        tag_items(reference, codebook, kind=kind), reference, labels, _note_themes(reference, labels)
    )


def evaluate_mentions(mentions: pd.DataFrame, gold: Path, labels: Mapping[str, str]) -> Evaluation:
    """Score a mentions table that was made from the reference's passages (``thememiner tag``).

    Raises:
        InputError: where the reference has problems, or the table is of other passages.
    """
    reference = read_reference(gold, labels)
    known = set(mentions["passage_id"])
    if known and not known & set(reference.items):
        raise InputError(
            f"No passage of {gold.name} is in the mentions: one has ids such as "
            f"{_name_some(list(reference.items))}, the other {_name_some(sorted(known))}. "
            f"Tag the reference itself: thememiner tag {gold.name}."
        )
    return score(match_mentions(mentions, reference), reference, labels, _note_themes(reference, labels))


def evaluate_report(tables: Tables, gold: Path) -> Evaluation:
    """Score a report against a reference whose passages are found in it by id or text.

    Raises:
        InputError: where the reference has problems, or none of its passages is in the report.
    """
    labels = {str(theme): str(label) for theme, label in tables["themes"][["theme_id", "label"]].to_numpy()}
    if gold.suffix.lower() == ".qdpx":
        reference, told = read_project_reference(gold, tables)
        if not reference.items:
            raise InputError(f"{gold.name} holds none of the report's reviews. {' '.join(told)}".strip())
    else:
        reference, told = read_reference(gold, labels), ()
    found, absent = find_items(reference, tables)
    if not found.items:
        raise InputError(
            f"No passage of {gold.name} stands in the report ({_name_some(absent)}). Passages are found by "
            "passage_id, or by review, page and text."
        )
    notes = [*told, *_note_themes(reference, labels)]
    if absent:
        notes.append(
            f"{len(absent)} passages of {gold.name} are not in the report and are not scored "
            f"({_name_some(absent)})."
        )
    return score(found, reference, labels, notes)


def _note_themes(reference: Reference, labels: Mapping[str, str]) -> tuple[str, ...]:
    used = {theme for codes in reference.codings.values() for _, theme in codes}
    unknown = sorted(used - set(labels))
    if not unknown:
        return ()
    return (f"The codebook does not have {_name_some(unknown)}: every coding with it counts as missed.",)


def _name_some(names: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(name[:60] for name in names[:_SHOWN]) + more
