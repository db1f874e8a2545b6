"""The words with which reviews ask for things: recommendations.yaml, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from thememiner.records import RecommendationKind
from thememiner.tagging.recommendations.phrases import search_pattern, whole_pattern

Stance = Literal["own", "response", "secondary", "standards"]
Holds = Literal["list", "mixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingFamily:
    """Headings that open a section of one kind of item."""

    kind: RecommendationKind
    holds: Holds
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFamily:
    """Words that label an item of one kind: before its number."""

    kind: RecommendationKind
    pattern: re.Pattern[str]
    short: re.Pattern[str]
    """Abbreviations (R1), to be trusted only where a list of items is expected."""
    alone: re.Pattern[str]
    """Words that label an item without a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Every word list of recommendations.yaml, compiled."""

    headings: tuple[HeadingFamily, ...]
    closing: re.Pattern[str]
    not_ours: re.Pattern[str]
    labels: tuple[LabelFamily, ...]
    numerals: dict[str, int]
    performative: re.Pattern[str]
    passive: re.Pattern[str]
    lead_in: re.Pattern[str]
    announcing: tuple[tuple[RecommendationKind, re.Pattern[str]], ...]
    introduction: re.Pattern[str]
    strength: tuple[tuple[str, re.Pattern[str]], ...]
    asking: re.Pattern[str]
    opening: re.Pattern[str]
    not_asking: re.Pattern[str]
    reported: re.Pattern[str]
    before_verb: re.Pattern[str]
    verbs: frozenset[str]
    irregular_verbs: dict[str, str]
    passed_over: frozenset[str]
    finite: frozenset[str]
    before_noun: frozenset[str]
    agency_words: re.Pattern[str]
    pronouns: frozenset[str]
    wanting: re.Pattern[str]
    other_side: re.Pattern[str]
    people: frozenset[str]
    people_of: re.Pattern[str]
    parts_of_a_body: re.Pattern[str]
    governments: dict[str, str]
    owner_remark: re.Pattern[str]
    adverbial: re.Pattern[str]
    implied: tuple[tuple[re.Pattern[str], str], ...]
    sent_to: re.Pattern[str]
    offices: re.Pattern[str]
    stands_for: re.Pattern[str]
    due: re.Pattern[str]
    measures: re.Pattern[str]
    columns: tuple[tuple[str, re.Pattern[str]], ...]
    responses: tuple[tuple[str, re.Pattern[str]], ...]
    stances: tuple[tuple[Stance, re.Pattern[str]], ...]
    standards_kinds: frozenset[str]


@cache
def load_vocabulary() -> Vocabulary:
    """Return the packaged vocabulary."""
    source = files("thememiner.codebook").joinpath("recommendations.yaml")
    data: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    voices = "|".join(data["own_voice"])
    verbs = "|".join(data["performative"]["present"])
    return Vocabulary(
        headings=tuple(
            HeadingFamily(kind=entry["kind"], holds=entry["holds"], pattern=whole_pattern(entry["phrases"]))
            for entry in data["headings"]
        ),
        closing=whole_pattern(data["closing"]),
        not_ours=whole_pattern(data["not_ours"]),
        labels=tuple(_read_label(kind, entry) for kind, entry in data["labels"].items()),
        numerals={word: value for value, word in enumerate(data["numerals"], start=1)},
        performative=search_pattern([f"[{voices}] (also |further |therefore |strongly |now )[{verbs}]"]),
        passive=search_pattern(data["performative"]["passive"]),
        lead_in=search_pattern(data["lead_in"]),
        announcing=tuple((kind, search_pattern(phrases)) for kind, phrases in data["announcing"].items()),
        introduction=search_pattern(data["introduction"]),
        strength=tuple((name, search_pattern(phrases)) for name, phrases in data["strength"].items()),
        asking=search_pattern(data["asking"]),
        opening=search_pattern(data["opening"]),
        not_asking=search_pattern(data["not_asking"]),
        reported=search_pattern(data["reported"]),
        before_verb=search_pattern(data["before_verb"]),
        verbs=frozenset(str(verb) for verb in data["verbs"]),
        irregular_verbs=data["irregular_verbs"],
        passed_over=frozenset(data["passed_over"]),
        finite=frozenset(data["finite"]),
        before_noun=frozenset(data["before_noun"]),
        agency_words=search_pattern(data["agency_words"]),
        pronouns=frozenset(data["pronouns"]),
        wanting=search_pattern(data["wanting"]),
        other_side=whole_pattern(data["other_side"]),
        people=frozenset(data["people"]),
        parts_of_a_body=whole_pattern(data["parts_of_a_body"]),
        people_of=whole_pattern(data["people_of"]),
        governments={name.lower(): label for name, label in data["governments"].items()},
        owner_remark=whole_pattern(data["owner_remark"]),
        adverbial=search_pattern(data["adverbial"]),
        implied=tuple((search_pattern(entry["when"]), entry["addressee"]) for entry in data["implied"]),
        sent_to=search_pattern(data["sent_to"]),
        offices=whole_pattern(data["offices"]),
        stands_for=whole_pattern(data["stands_for"]),
        due=search_pattern(data["due"]),
        measures=search_pattern(data["measures"]),
        columns=tuple((name, whole_pattern(phrases)) for name, phrases in data["columns"].items()),
        responses=tuple((entry["status"], search_pattern(entry["phrases"])) for entry in data["responses"]),
        stances=tuple((name, search_pattern(phrases)) for name, phrases in data["stances"].items()),
        standards_kinds=frozenset(data["standards_kinds"]),
    )


def _read_label(kind: Any, entry: dict[str, list[str]]) -> LabelFamily:
    before = "".join(f"{word} |" for word in entry.get("before", []))
    return LabelFamily(
        kind=kind,
        pattern=whole_pattern([f"({before.rstrip('|')})({before.rstrip('|')})[{'|'.join(entry['words'])}]"]),
        short=whole_pattern(entry.get("short", [])),
        alone=whole_pattern([f"({before.rstrip('|')}){word}" for word in entry.get("alone", [])]),
    )
