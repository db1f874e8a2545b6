"""One record per item: copies in the summary, the body, the list and the action plan are merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.phrases import plain

_SAME_WORDS = 0.6
_SAME_LIST = 0.3
_MIN_WORDS = 5
_RANKS = {"list": 3, "label": 2, "lead_in": 2, "table": 1, "sentence": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """An item with all the places where it is printed, the definitive one first."""

    drafts: tuple[Draft, ...]

    @property
    def main(self) -> Draft:
        """The copy in the definitive place."""
        return self.drafts[0]

    @property
    def text(self) -> str:
        """The fullest wording."""
        main = self.main.text
        for draft in self.drafts[1:]:
            if (
                len(draft.text) > 1.2 * len(main)
                and _contained(main, draft.text) >= 0.85
                and draft.place != "table"
            ):
                return draft.text
        return main


def merge_repeats(drafts: Sequence[Draft]) -> list[Merged]:
    """Return the items, repeats merged, in the order of their definitive places."""
    sizes: dict[int, int] = {}
    for draft in drafts:
        sizes[draft.zone] = sizes.get(draft.zone, 0) + 1
    groups = list(range(len(drafts)))
    grams = [_grams(draft.text if draft.texts else draft.title) for draft in drafts]

    dropped: set[int] = set()

    def root(i: int) -> int:
        while groups[i] != i:
            i = groups[i]
        return i

    def join(i: int, j: int) -> None:
        first, second = sorted((root(i), root(j)))
        groups[second] = first

    for i, first in enumerate(drafts):
        for j in range(i + 1, len(drafts)):
            if _same_item(first, drafts[j], grams[i], grams[j]):
                join(i, j)
    for pairs in _paired_lists(drafts):
        for i, j in pairs:
            join(i, j)
    for i, copies in _bundles(drafts, grams, [root(i) for i in range(len(drafts))]):
        for j in copies:
            drafts[j].bundle_pages.append(drafts[i].page)
        dropped.add(i)
    members: dict[int, list[Draft]] = {}
    for i, draft in enumerate(drafts):
        if i not in dropped:
            members.setdefault(root(i), []).append(draft)
    members = {
        key: group for key, group in members.items() if not all(draft.is_restatement for draft in group)
    }
    _drop_summaries(members)
    merged = []
    for group in members.values():
        ordered = sorted(group, key=lambda d: (-_rank(d), -sizes[d.zone] if d.zone >= 0 else 0, d.page))
        merged.append(Merged(drafts=tuple(ordered)))
    return merged


def _drop_summaries(members: dict[int, list[Draft]]) -> None:
    """Where a review prints its items in full, what its summary says of them is no item of its own."""
    for kind in {group[0].kind for group in members.values()}:
        groups = {key: group for key, group in members.items() if group[0].kind == kind}
        summaries = [key for key, group in groups.items() if all(_rank(draft) < 0 for draft in group)]
        if len(summaries) < len(groups):
            for key in summaries:
                del members[key]


def _bundles(
    drafts: Sequence[Draft], grams: Sequence[frozenset[str]], roots: Sequence[int]
) -> list[tuple[int, list[int]]]:
    """Copies that hold several items in one: a box, or a summary's paragraph, of what is a list elsewhere."""
    found = []
    for i, draft in enumerate(drafts):
        inside = [
            j
            for j, other in enumerate(drafts)
            if other.zone != draft.zone
            and roots[j] != roots[i]
            and grams[j]
            and len(grams[i] & grams[j]) / len(grams[j]) >= 0.8
        ]
        if len({roots[j] for j in inside}) < 2:
            continue
        covered = frozenset().union(*(grams[j] for j in inside))
        if len(grams[i] & covered) / len(grams[i]) >= 0.6:
            found.append((i, inside))
    return found


def _rank(draft: Draft) -> int:
    in_summary = any(
        re.search(r"\bsummary\b|at a glance|highlights|in brief", title, re.IGNORECASE)
        and "recommendation" not in title.lower()
        for title in draft.section
    )
    return (
        -1
        if in_summary or any(part.passage.role == "summary" for part in draft.parts)
        else _RANKS[draft.place]
    )


def _same_item(a: Draft, b: Draft, a_grams: frozenset[str], b_grams: frozenset[str]) -> bool:
    shared = len(a_grams & b_grams)
    if not shared:
        return False
    same = 2 * shared / (len(a_grams) + len(b_grams))
    if a.kind != b.kind:
        return same >= 0.85 and a.zone != b.zone
    within = shared / min(len(a_grams), len(b_grams))
    if a.zone == b.zone and a.zone >= 0:
        return same >= 0.98 and a.number == b.number and a.group == b.group
    if a.number and b.number and _same_number(a.number, b.number):
        return same >= 0.35 or within >= 0.5
    if a.number and b.number:
        return same >= 0.9
    return same >= _SAME_WORDS or (within >= 0.8 and min(len(a_grams), len(b_grams)) >= _MIN_WORDS)


def _paired_lists(drafts: Sequence[Draft]) -> list[list[tuple[int, int]]]:
    """Lists with the same numbers that on the whole speak of the same things: one paraphrases the other."""
    lists: dict[tuple[int, str], dict[str, int]] = {}
    for i, draft in enumerate(drafts):
        if draft.number:
            where = draft.zone if draft.place != "label" or draft.zone >= 0 else -2
            lists.setdefault((where, draft.kind), {}).setdefault(_key(draft.number), i)
    keys = sorted(lists)
    found = []
    for position, first in enumerate(keys):
        for second in keys[position + 1 :]:
            a, b = lists[first], lists[second]
            common = [number for number in a if number in b]
            if first[1] != second[1] or len(common) < 2 or len(common) < 0.8 * max(len(a), len(b)):
                continue
            pairs = [(a[number], b[number]) for number in common]
            likeness = [_overlap(drafts[i], drafts[j]) for i, j in pairs]
            if sum(likeness) / len(likeness) >= _SAME_LIST:
                found.append(pairs)
    return found


def _overlap(a: Draft, b: Draft) -> float:
    first, second = _content_words(a), _content_words(b)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _content_words(draft: Draft) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]{4,}", plain(f"{draft.title} {draft.text}").lower()))


def _grams(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z0-9]+", plain(text).lower())
    return (
        frozenset(" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))) if words else frozenset()
    )


def _contained(inner: str, outer: str) -> float:
    a, b = _grams(inner), _grams(outer)
    return len(a & b) / len(a) if a else 0.0


def _same_number(a: str, b: str) -> bool:
    """Whether the numbers agree as far as they are printed: (b) under a heading 7 is 7(b)."""
    first, second = _key(a), _key(b)
    return first == second or (
        (first.endswith(second) or second.endswith(first)) and not (first + second).isdigit()
    )


def _key(number: str) -> str:
    return re.sub(r"[^0-9a-z.]", "", number.lower()).strip(".")
