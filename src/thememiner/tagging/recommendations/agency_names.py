"""One name for each body in a document: the authority file's, or as the document itself introduces it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from thememiner.records import Agency, AgencyMention
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]+s?|[A-Z][A-Z]+|GPs?|A&E")
_ASIDE = re.compile(r"\s*\((?:in |with |where |working |together |as |through |via )[^)]*\)")
_WITHIN = re.compile(r"(?<= )[A-Z][A-Z0-9&]+\b")
_GOVERNMENTS = {label.lower(): label for label in load_vocabulary().governments.values()} | dict(
    load_vocabulary().governments
)
"""By printed name: "UK government" and "HM Government" are one."""
_BOARD = re.compile(r"\b(?:board|partnership)s?$", re.IGNORECASE)
_NAMELESS = frozenset({"role", "forum"})
"""Kinds of agency that are no single body: there the document's own acronym tells which is meant."""


class Authority(Protocol):
    """The part of the authority file that is needed here."""

    @property
    def by_id(self) -> Mapping[str, Agency]:
        """Agencies by their id."""

    def resolve(self, name: str) -> Agency | None:
        """Return the body of this name, or None."""


Basis = Literal["owner", "subject", "lead_in", "heading", "before", "practice", "audience", ""]
"""How addressees were found; the last two are implied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """Who is asked, in printed order, and how that is known."""

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    basis: Basis = ""

    def __bool__(self) -> bool:
        return bool(self.names)

    @property
    def implied(self) -> bool:
        """Whether no words of the item or above it name them."""
        return self.basis in ("practice", "audience")


class AgencyNames:
    """The names of the agencies that a document mentions, and where it mentions them."""

    def __init__(self, agency_mentions: Sequence[AgencyMention], authority: Authority | None) -> None:
        self.authority = authority
        self.by_passage: dict[str, list[AgencyMention]] = {}
        forms: dict[str, Counter[str]] = {}
        for mention in agency_mentions:
            self.by_passage.setdefault(mention.passage_id, []).append(mention)
            if mention.agency_id:
                forms.setdefault(mention.agency_id, Counter())[plain(mention.text)] += 1
        self._labels = {mention.agency_id: mention.label for mention in agency_mentions if mention.label}
        self._forms = forms
        self._spelt_out = {
            mention.text: self._labels.get(mention.agency_id) or self.name_id(mention.agency_id)
            for mention in agency_mentions
            if mention.rule == "defined" and mention.agency_id and _ACRONYM.fullmatch(mention.text)
        }
        self._meant = self._find_meant(agency_mentions)
        self._here: dict[str, AgencyMention] = {}

    def enter(self, passage_ids: Iterable[str]) -> None:
        """Take the passages of one item as the place where names are to be understood: "the Board" there."""
        self._here = self._meant | {
            _without_article(plain(mention.text)).lower(): mention
            for passage_id in passage_ids
            for mention in self.by_passage.get(passage_id, ())
            if mention.rule == "document" and mention.agency_id
        }

    @staticmethod
    def _find_meant(agency_mentions: Sequence[AgencyMention]) -> dict[str, AgencyMention]:
        """Short names that mean one body throughout the document: "the Board"."""
        found: dict[str, dict[str, AgencyMention]] = {}
        for mention in agency_mentions:
            if mention.rule == "document" and mention.agency_id:
                name = _without_article(plain(mention.text)).lower()
                found.setdefault(name, {}).setdefault(mention.agency_id, mention)
        return {name: next(iter(meant.values())) for name, meant in found.items() if len(meant) == 1}

    def name_of(self, mention: AgencyMention) -> str:
        """Return the name of the agency that a mention means; a role of an organisation as it is printed."""
        printed = _without_article(plain(mention.text))
        agency = self.authority.by_id.get(mention.agency_id) if self.authority is not None else None
        if not mention.agency_id:
            return printed
        if agency and agency.kind == "role" and not _ACRONYM.fullmatch(printed):
            people = printed.lower().split()[-1] in load_vocabulary().people
            return agency.label if people else f"{printed[:1].upper()}{printed[1:]}"
        return self.name_id(mention.agency_id)

    def is_role(self, mention: AgencyMention) -> bool:
        """Return whether a mention names no single body."""
        agency = self.authority.by_id.get(mention.agency_id) if self.authority is not None else None
        return not mention.agency_id or (agency is not None and agency.kind in _NAMELESS)

    def name_id(self, agency_id: str) -> str:
        """Return the name of an agency: its label, with the acronym that the document uses for a role."""
        agency = self.authority.by_id.get(agency_id) if self.authority is not None else None
        if agency is None:
            return self._labels.get(agency_id) or agency_id
        forms = self._forms.get(agency_id, Counter())
        acronyms = [form for form in forms if _ACRONYM.fullmatch(form)]
        if agency.kind not in _NAMELESS or not acronyms:
            return agency.label
        acronym = max(acronyms, key=lambda form: (forms[form], form))
        if acronym.lower() in agency.label.lower():
            return agency.label
        spelt = [form for form in forms if _spells(form, acronym)]
        full = max(spelt, key=lambda form: (forms[form], form)) if spelt else agency.label
        return f"{full[:1].upper()}{full[1:]} ({acronym})"

    def address(self, found: Sequence[str], basis: Basis = "") -> Addressees:
        """Return printed names as addressees, each body once."""
        known = dict(map(self.resolve, self._rejoin(found)))
        return Addressees(
            names=tuple(known), ids=tuple(filter(None, known.values())), basis=basis if known else ""
        )

    def _rejoin(self, found: Sequence[str]) -> list[str]:
        """Names as printed, where a comma or "and" within one has parted it."""
        if self.authority is None:
            return list(found)
        joined: list[str] = []
        at = 0
        while at < len(found):
            size = next((n for n in (3, 2) if self._is_one_body(found[at : at + n])), 1)
            joined.append(_join(found[at : at + size]))
            at += size
        return joined

    def _is_one_body(self, pieces: Sequence[str]) -> bool:
        agency = self.authority.resolve(_join(pieces)) if self.authority and len(pieces) > 1 else None
        return bool(agency and self.authority and agency.agency_id in self.authority.by_id)

    def resolve(self, name: str) -> tuple[str, str]:
        """Return the name to show and the id, "" where the body is unknown."""
        name = _ASIDE.sub("", name)
        here = self._here.get(_without_article(plain(name)).lower())
        shown = _GOVERNMENTS.get(name.lower())
        agency = self._look_up(shown or name)
        if here and len(name.split()) == 1 and not name.isupper():
            return self.name_id(here.agency_id), here.agency_id
        if agency is None or shown:
            return shown or self._spell_out(name), agency.agency_id if agency else ""
        if agency.kind in _NAMELESS:
            # "The LSCB" is printed as a role; which body it is here stands in the id.
            same = name.isupper() or _same_board(name, agency.label)
            return self.name_id(agency.agency_id) if same else name, (
                here.agency_id if here else agency.agency_id
            )
        if self.authority is not None and agency.agency_id not in self.authority.by_id:
            return self._labels.get(agency.agency_id) or agency.label, agency.agency_id
        return self.name_id(agency.agency_id), agency.agency_id

    def _look_up(self, name: str) -> Agency | None:
        if self.authority is None:
            return None
        return self.authority.resolve(name) or self.authority.resolve(f"the {name}")

    def _spell_out(self, name: str) -> str:
        """Put the words that the document gives for an acronym within a name: "Director of OMB"."""
        if _ACRONYM.fullmatch(name):
            return name
        return _WITHIN.sub(lambda match: self._spelt_out.get(match.group(), match.group()), name)


def _same_board(name: str, label: str) -> bool:
    """Whether two names of a board have the same words: "Local Children's Safeguarding Board"."""
    return bool(_BOARD.search(name)) and _stems(name) == _stems(label)


def _stems(name: str) -> list[str]:
    return sorted(
        word.removesuffix("s") for word in re.findall(r"[a-z]+", plain(name).lower()) if word != "s"
    )


def _join(pieces: Sequence[str]) -> str:
    return ", ".join(pieces)


def _without_article(text: str) -> str:
    return re.sub(r"^(?:the|a|an|all)\s+", "", text.strip(), flags=re.IGNORECASE)


def _spells(form: str, acronym: str) -> bool:
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", form))
    return len(form) > len(acronym) + 4 and initials.lower().startswith(acronym.rstrip("s").lower()[:2])
