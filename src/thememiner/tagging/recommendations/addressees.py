"""To whom an item is addressed: owner, subject, lead-in, heading, or by implication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from thememiner.tagging.recommendations.agency_names import Addressees, AgencyNames, Basis
from thememiner.tagging.recommendations.audience import Audience
from thememiner.tagging.recommendations.bodies import ends_in_body, split_names
from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.grammar import is_asking, split_sentences
from thememiner.tagging.recommendations.headings import read_heading, split_tail, strip_heading
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.practice import find_practised
from thememiner.tagging.recommendations.subjects import read_subject
from thememiner.tagging.recommendations.vocabulary import load_vocabulary
from thememiner.tagging.recommendations.zones import ASKED_KINDS

_DESCRIBED = frozenset({"priority_action", "area_for_improvement", "matter_of_concern"})
"""Kinds that describe practice rather than ask for something."""
_REMARK = re.compile(r"[(\[]\s*(?P<word>[A-Za-z ]{2,24})\s*:\s*(?P<who>[^)\]]{2,80})[)\]]")
_OWNERS = re.compile(r"\s*[;,/\n•]\s*|\s+and\s+(?=[A-Z])|\s+&\s+")
_WITH = re.compile(
    r"^(?:together |jointly |in partnership |in conjunction |working )?with "
    r"(?P<who>(?:the |its |all )?[^,.;]{3,100}?),\s",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"^(?:(?:specific |key |national |local )?"
    r"(?:recommendations?|actions?|questions?|areas? for improvement|requirements?) )?(?:for|to) ",
    re.IGNORECASE,
)
_TO_DO = re.compile(r" to (?:consider|answer|discuss|address|note|act on)\b.*$", re.IGNORECASE)


def find_addressees(
    draft: Draft, *, before: Addressees | None, names: AgencyNames, audience: Audience
) -> Addressees:
    """Return the addressees of an item.

    The owner that a table or a remark in brackets names comes first, then the subjects of the
    item's own sentences, its lead-in, the headings above it. Failing all it is implied: whose
    practice the item describes, or whom the review as a whole speaks to.

    Args:
        draft: the item.
        before: the addressees of the item before it, for "They should ...".
        names: the agencies of the document and their names.
        audience: whom the review as a whole speaks to.
    """
    found = _read_owner(draft)
    basis: Basis = "owner"
    if draft.kind == "question_for_board" and not found:
        return names.address(_read_headings(draft, audience.titles), "heading") or audience.addressees
    if draft.kind not in ASKED_KINDS:
        return names.address(found, "owner")
    described = draft.kind in _DESCRIBED and not is_asking(next(iter(split_sentences(draft.text)), ""))
    if not found and not described:
        basis = "subject"
        found, pronoun = _read_subjects(draft.text)
        if not found and pronoun and before:
            return replace(before, basis="before")
    if not found and draft.lead_in and not described:
        basis = "lead_in"
        found, _ = _read_subjects(draft.lead_in)
    people = load_vocabulary().people
    if all(name.lower().split()[-1] in people for name in found):
        # "Workers to confirm ..." under the heading of their service; or nobody so far.
        headed = _read_headings(draft, audience.titles)
        found, basis = (headed, "heading") if headed else (found, basis)
    implied = audience.addressees
    partners = _WITH.match(plain(draft.text))
    beside = split_names(partners["who"]) if partners else []
    if found:
        return _stand_for(names.address([*found, *beside], basis), implied)
    # An inspection of one body speaks to that body, whoever in it an item names.
    of_many = not implied.names or "partnership" in implied.names[0].lower()
    practised = find_practised(draft.parts, names) if draft.kind in _DESCRIBED and of_many else []
    if practised:
        once = {mention.agency_id or mention.text.lower(): mention for mention in reversed(practised)}
        agencies = [mention for mention in practised if mention in once.values()]
        labels = tuple(dict.fromkeys(map(names.name_of, agencies)))
        ids = tuple(dict.fromkeys(mention.agency_id for mention in agencies if mention.agency_id))
        return _stand_for(Addressees(names=labels, ids=ids, basis="practice"), implied)
    if beside and implied.names:
        more = names.address(beside)
        return replace(implied, names=implied.names + more.names, ids=implied.ids + more.ids)
    return implied


def _read_owner(draft: Draft) -> list[str]:
    if draft.owner:
        return [piece.strip(" .") for piece in _OWNERS.split(draft.owner) if piece.strip(" .")]
    for match in _REMARK.finditer(draft.text):
        if load_vocabulary().owner_remark.fullmatch(match["word"].strip()):
            return [piece.strip() for piece in _OWNERS.split(match["who"]) if piece.strip()]
    return []


def _read_subjects(text: str) -> tuple[list[str], bool]:
    names: list[str] = []
    pronoun = False
    for sentence in split_sentences(text):
        subject = read_subject(sentence)
        # A later sentence speaks about the first one's matter; only a proper name is a new addressee.
        found = [name for name in subject.names if name[:1].isupper()] if names else subject.names
        pronoun = pronoun or (subject.is_pronoun and not names)
        names += [name for name in found if name not in names]
    return names, pronoun


def _read_headings(draft: Draft, titles: Sequence[str]) -> list[str]:
    for title in [draft.group, *reversed(draft.section)]:
        if title in titles:
            continue  # the name of the review itself
        head, tail = split_tail(strip_heading(title))
        words = tail if tail and read_heading(head).kind else strip_heading(title)
        if not tail and read_heading(title).kind and not _HEADED.match(words):
            continue
        words = _TO_DO.sub("", _HEADED.sub("", words))
        if not words or len(words) > 100:
            continue
        names = [name for name in split_names(words) if ends_in_body(name) and " and the " not in name]
        if names and sum(len(name) for name in names) >= 0.7 * len(
            re.sub(r"\b(?:the|and|of)\b|\W", "", words)
        ):
            return names
    return []


def _stand_for(asked: Addressees, implied: Addressees) -> Addressees:
    """Read "the partnership", in a review that speaks to one partnership, as that one."""
    known = implied.names[0] if implied.names and "partnership" in implied.names[0].lower() else ""
    if not known:
        return asked
    pattern = load_vocabulary().stands_for
    labels = tuple(dict.fromkeys(known if pattern.fullmatch(label) else label for label in asked.names))
    return replace(asked, names=labels)
