"""Items outside any section of their own: labelled boxes, announced lists, tables, bare sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from thememiner.tagging.recommendations.action_plans import read_action_plan
from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.grammar import (
    announced_kind,
    introduces_list,
    is_asking,
    is_performative,
    is_title,
    split_sentences,
)
from thememiner.tagging.recommendations.headings import read_heading
from thememiner.tagging.recommendations.inline import holds_list, split_inline
from thememiner.tagging.recommendations.items import find_items
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.zones import PROSE_KINDS, Zone

_UNVOICED = frozenset({"appendix", "reference", "response", "front_matter", "contents"})


def find_labelled(parts: Sequence[Part]) -> list[Draft]:
    """Return the items that a printed label opens: "Recommendation 3: ...", wherever it stands."""
    drafts = []
    position = 0
    while position < len(parts):
        part = parts[position]
        label = part.label()
        position += 1
        if label is None or not label.kind or _inside_not_ours(part):
            continue
        draft = Draft(
            kind=label.kind, place="label", number=label.number, page=part.page, section=part.passage.section
        )
        if part.is_heading or is_title(label.rest):
            draft.title = label.rest
            draft.parts.append(part)
        else:
            draft.add(part, label.rest)
        while position < len(parts) and _belongs(draft, parts[position]):
            following = parts[position]
            draft.add(following, f"• {following.body}" if following.style == "bullet" else None)
            position += 1
        if draft.text:
            drafts.append(draft)
    return drafts


def _belongs(draft: Draft, part: Part) -> bool:
    first, last = draft.parts[0], draft.parts[-1]
    if (
        part.is_heading
        or part.table_id not in (-1, first.table_id)
        or part.label()
        or part.page - last.last_page > 1
    ):
        return False
    boxed = first.passage.boxed or last.passage.boxed
    if boxed:
        return part.passage.boxed
    if not draft.texts:
        # A titled lesson stands for itself; what follows is the story that it is drawn from.
        return not draft.title or (draft.kind not in PROSE_KINDS and is_asking(part.text))
    if part.passage.boxed:
        return False
    text = draft.text.rstrip()
    if text.endswith((":", ",")) or (text[-1:].isalnum() and part.text[:1].islower()):
        return True
    if part.style in ("bullet", "letter", "roman"):
        return True
    return part.style == "none" and draft.kind == "recommendation" and is_asking(part.text)


def find_announced(parts: Sequence[Part], *, start_index: int) -> list[Draft]:
    """Return the items of lists that a sentence announces as this review's own.

    Args:
        parts: passages outside the sections of items.
        start_index: the number of the first list, kept on the drafts.
    """
    drafts: list[Draft] = []
    index = start_index
    for position, part in enumerate(parts):
        if part.is_heading or _inside_not_ours(part):
            continue
        if not (introduces_list(part.text) or holds_list(part.text)):
            continue
        kind = announced_kind(part.text)
        if kind is None:
            continue
        inline = split_inline(part, kind=kind, zone=index)
        if inline:
            drafts += inline
            index += 1
            continue
        followers = tuple(_take_list(parts[position + 1 :]))
        if introduces_list(part.text) and any(follower.is_listed for follower in followers):
            zone = Zone(kind=kind, holds="list", opener=part, parts=followers)
            found = find_items(zone, index=index, lead_in=part.text)
            for draft in found:
                draft.place = "lead_in"
            drafts += found
            index += 1
    return drafts


def _take_list(parts: Iterable[Part]) -> Iterable[Part]:
    """The list that follows: a heading that numbers it, then items, bulleted or enumerated and nested."""
    bulleted: bool | None = None
    for position, part in enumerate(parts):
        if part.is_heading and position == 0:
            yield part
            continue
        if not part.is_listed or (bulleted and part.style != "bullet"):
            return
        bulleted = part.style == "bullet" if bulleted is None else bulleted
        yield part


def find_tables(parts: Sequence[Part], *, start_index: int, answered: bool = False) -> list[Draft]:
    """Return the items of action plans outside the sections of items.

    Args:
        parts: passages outside the sections of items.
        start_index: the number of the first table, kept on the drafts.
        answered: True in a document that answers recommendations.
    """
    tables: dict[int, list[Part]] = {}
    for part in parts:
        if part.table_id >= 0 and part.kind == "table_row" and not _inside_not_ours(part):
            tables.setdefault(part.table_id, []).append(part)
    drafts = []
    for index, rows in enumerate(tables.values(), start=start_index):
        for draft in read_action_plan(rows, kind="recommendation", in_section=answered) or []:
            draft.zone = index
            drafts.append(draft)
    return drafts


def find_sentences(parts: Sequence[Part]) -> list[Draft]:
    """Return the sentences in which the review itself recommends something, in running prose."""
    drafts = []
    for part in parts:
        if part.is_heading or part.passage.role in _UNVOICED or _inside_not_ours(part):
            continue
        for sentence in split_sentences(part.body):
            if is_performative(sentence) and len(sentence.split()) > 6 and not introduces_list(sentence):
                draft = Draft(kind="recommendation", place="sentence", section=part.passage.section)
                draft.add(part, sentence)
                drafts.append(draft)
    return drafts


def _inside_not_ours(part: Part) -> bool:
    return any(read_heading(title).not_ours for title in part.passage.section)
