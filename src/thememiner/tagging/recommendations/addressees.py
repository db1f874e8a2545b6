"""To whom an item is addressed: owner, subject, lead-in, heading, or by implication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thememiner.records import Review
from thememiner.tagging.recommendations.agency_names import AgencyNames
from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.grammar import is_asking, split_sentences
from thememiner.tagging.recommendations.headings import strip_heading
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.practice import find_practised
from thememiner.tagging.recommendations.subjects import ends_in_body, read_subject, split_names
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_ASKED = frozenset({"recommendation", "priority_action", "area_for_improvement", "matter_of_concern"})
_DESCRIBED = frozenset({"priority_action", "area_for_improvement", "matter_of_concern"})
"""Kinds that describe practice rather than ask for something."""
_REMARK = re.compile(r"[(\[]\s*(?P<word>[A-Za-z ]{2,24})\s*:\s*(?P<who>[^)\]]{2,80})[)\]]")
_OWNERS = re.compile(r"\s*[;,/\n•]\s*|\s+and\s+(?=[A-Z])|\s+&\s+")
_WITH = re.compile(
    r"^(?:together |jointly |in partnership |in conjunction |working )?with (?P<who>(?:the |its |all )?[^,.;]{3,100}?),\s",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"^(?:(?:specific |key |national |local )?(?:recommendations?|actions?|questions?|areas? for improvement|requirements?) )?(?:for|to) ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """Who is asked, in printed order."""

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    implied: bool = False


def find_addressees(
    draft: Draft, *, before: Addressees | None, names: AgencyNames, review: Review, cover: str = "", titles: Sequence[str] = ()
) -> Addressees:
    """Return the addressees of an item.

    The owner that a table or a remark in brackets names comes first, then the subjects of the
    item's own sentences, its lead-in, the headings above it. Failing all it is implied: whose
    practice the item describes, or whom the review as a whole speaks to.

    Args:
        draft: the item.
        before: the addressees of the item before it, for "They should ...".
        names: the agencies of the document and their names.
        review: the document.
        cover: the words of its first pages, where its title may be missing.
        titles: its first headings, which name the review and not an addressee.
    """
    if draft.kind not in _ASKED:
        owners = _read_owner(draft)
        return _resolve(owners, names) if owners else Addressees()
    found = _read_owner(draft)
    described = draft.kind in _DESCRIBED and not is_asking(next(iter(split_sentences(draft.text)), ""))
    if not found and not described:
        found, pronoun = _read_subjects(draft.text)
        if not found and pronoun and before and before.names:
            return before
    if not found and draft.lead_in and not described:
        found, _ = _read_subjects(draft.lead_in)
    if not found:
        found = _read_headings(draft, titles)
    implied = imply(review, names, cover=cover)
    extra = _WITH.match(plain(draft.text))
    if found:
        return _resolve([*found, *(split_names(extra["who"]) if extra else [])], names, implied)
    if draft.kind in _DESCRIBED:
        practised = find_practised(draft.parts, names)
        if practised:
            labels = _stand_for([names.name_of(mention) for mention in practised], implied)
            ids = tuple(dict.fromkeys(mention.agency_id for mention in practised if mention.agency_id))
            return Addressees(names=labels, ids=ids, implied=True)
    if extra and implied.names:
        more = _resolve(split_names(extra["who"]), names)
        return Addressees(names=implied.names + more.names, ids=implied.ids + more.ids, implied=True)
    return implied


def imply(review: Review, names: AgencyNames, *, cover: str = "") -> Addressees:
    """Return whom a review speaks to where it names nobody."""
    sent = load_vocabulary().sent_to.search(cover)
    if sent:
        who = re.split(r"\s*(?:\d{1,2}[.)]|;|\n)\s+", plain(cover[sent.end() : sent.end() + 300]).strip(" :-"))
        told = _resolve([name for piece in who for name in split_names(piece.split(". ")[0])], names)
        if told.names:
            return Addressees(names=told.names, ids=told.ids)
    for words in (plain(f"{review.title} . {review.kind}").replace("_", " "), plain(cover)):
        for pattern, addressee in load_vocabulary().implied:
            if pattern.search(words):
                who = review.publisher if addressee == "commissioning board" and review.publisher else addressee
                found = _resolve([who], names)
                return Addressees(names=found.names, ids=found.ids, implied=True)
    return Addressees(implied=True)


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
        words = _HEADED.sub("", strip_heading(title)) if title else ""
        if not words or len(words) > 100:
            continue
        names = [name for name in split_names(words) if ends_in_body(name) and " and the " not in name]
        if names and sum(len(name) for name in names) >= 0.7 * len(
            re.sub(r"\b(?:the|and|of)\b|\W", "", words)
        ):
            return names
    return []


def _stand_for(labels: Sequence[str], implied: Addressees) -> tuple[str, ...]:
    """ "The partnership" in a review that speaks to one partnership is that one."""
    pattern = load_vocabulary().stands_for
    known = implied.names[0] if implied.names and "partnership" in implied.names[0].lower() else ""
    return tuple(dict.fromkeys(known if known and pattern.fullmatch(label) else label for label in labels))


def _resolve(found: Sequence[str], names: AgencyNames, implied: Addressees | None = None) -> Addressees:
    labels: list[str] = []
    ids: list[str] = []
    for name in found:
        label, agency_id = names.resolve(name)
        if label not in labels:
            labels.append(label)
            ids.append(agency_id)
    return Addressees(
        names=_stand_for(labels, implied or Addressees()),
        ids=tuple(agency_id for agency_id in ids if agency_id),
    )
