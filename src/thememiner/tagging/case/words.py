"""The words of ``codebook/case.yaml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from thememiner.tagging.codebook.rule_files import read_rules
from thememiner.tagging.cues.clues import Clues, Sieve, list_clues

_NAMED = re.compile(r"\{([a-z_]+)\}")
_PLACE = r"(?-i:[A-Z][\w'-]+(?:(?: and| upon| on| of| the| under|-on-)? [A-Z][\w'-]+){0,3})"
_STRAIGHT = dict(zip(map(ord, "‘’ʼ“”‐‑‒–—−\n\r\t\u00a0\u2009\u202f"), "'''\"\"------      ", strict=True))


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of words that states a fact; its fields are those of ``codebook/case.yaml``."""

    attribute: str
    value: str
    pattern: re.Pattern[str]
    clues: Clues
    """What must stand in a sentence in which it fires."""
    about: str = ""
    who: bool = False
    anywhere: bool = False
    cover: bool = False
    field: bool = False
    methods: bool = False
    sampling: bool = False
    number: bool = False
    list: bool = False
    required: re.Pattern[str] | None = None
    barred: re.Pattern[str] | None = None
    sure: str = "stated"


@dataclass(frozen=True, slots=True)
class CaseWords:
    """Every rule and word list for the facts of a case."""

    rules: tuple[Rule, ...]
    sampling: frozenset[str]
    studies: frozenset[str]
    child: re.Pattern[str]
    family: re.Pattern[str]
    other: re.Pattern[str]
    pronouns: re.Pattern[str]
    relation: re.Pattern[str]
    titles: str
    renamed: str
    not_names: frozenset[str]
    general: re.Pattern[str]
    incident: re.Pattern[str]
    age_elsewhere: re.Pattern[str]
    periods: tuple[re.Pattern[str], ...]
    period_sieve: Sieve
    period_not: re.Pattern[str]
    numbers: Mapping[str, int]
    number: str
    """A number in digits or words, as a regular expression."""


def straighten(text: str) -> str:
    """Return text of the same length with plain quotation marks, hyphens and blanks.

    >>> straighten("the child’s 14–week")
    "the child's 14-week"
    """
    return text.translate(_STRAIGHT)


@dataclass(frozen=True, slots=True)
class KindWords:
    """What tells a review of one case: known without the rules that are for its sentences."""

    single_case: frozenset[str]
    many_cases: re.Pattern[str]


@lru_cache(maxsize=1)
def load_kinds() -> KindWords:
    """Return the packaged words that tell a review of one case."""
    data = _read_data()
    return KindWords(frozenset(data["single_case"]), _any(data["many_cases"], whole=True))


@lru_cache(maxsize=1)
def _read_data() -> dict[str, Any]:
    data: dict[str, Any] = read_rules(None, "case.yaml")
    return data


@lru_cache(maxsize=1)
def load_words() -> CaseWords:
    """Return the packaged words."""
    data = _read_data()
    numbers: dict[str, int] = read_rules(None, "figures.yaml")["numbers"]
    number = spell_number(numbers)
    phrases = {name: fill(text, {}) for name, text in data["phrases"].items()}
    phrases |= {"number": number, "places": f"{_PLACE}(?:(?:,| and|, and|;) {_PLACE})*"}
    phrases["date"] = fill(phrases["date"], phrases)
    people = data["people"]
    periods = tuple(re.compile(fill(text, phrases), re.IGNORECASE) for text in data["periods"])
    return CaseWords(
        rules=tuple(_compile_rule(rule, phrases, data) for rule in data["rules"]),
        sampling=frozenset(data["sampling"]),
        studies=frozenset(data["studies"]),
        child=_any([people["child"]], whole=True),
        family=_any([people["family"]], whole=True),
        other=_any([people["other"]], whole=True),
        pronouns=_any([people["pronouns"]], whole=True),
        relation=_any([people["relation"]]),
        titles=people["titles"],
        renamed="|".join(people["renamed"]),
        not_names=frozenset(people["not_names"]),
        general=_any(data["general"]),
        incident=_any(data["incident_cues"]),
        age_elsewhere=_any([data["age_elsewhere"]]),
        periods=periods,
        period_sieve=Sieve([list_clues(pattern) for pattern in periods]),
        period_not=_any([data["period_not"]]),
        numbers=numbers,
        number=number,
    )


def spell_number(numbers: Mapping[str, int]) -> str:
    """Return a regular expression for whole numbers below 10,000, in digits or words."""
    tens = "|".join(word for word, value in numbers.items() if value >= 20)
    units = "|".join(word for word, value in numbers.items() if 0 < value < 10)
    small = "|".join(sorted(numbers, key=len, reverse=True))
    return rf"(?:\d{{1,2}},\d{{3}}|\d{{1,4}}|(?:{tens})[ -](?:{units})|(?:{small})(?: hundred)?)"


def read_number(text: str, numbers: Mapping[str, int]) -> int | None:
    """Return the value of a number in digits or words; None where it is none.

    >>> read_number("twenty-one", {"twenty": 20, "one": 1}), read_number("1,024", {}), read_number("few", {})
    (21, 1024, None)
    """
    plain = text.replace(",", "").strip().lower()
    if plain.isdecimal():
        return int(plain)
    words = re.findall(r"[a-z]+", plain)
    hundred = words[-1:] == ["hundred"]
    if not words or any(word not in numbers for word in (words[:-1] if hundred else words)):
        return None
    return sum(numbers[word] for word in words if word != "hundred") * (100 if hundred else 1)


def _compile_rule(rule: Mapping[str, Any], phrases: Mapping[str, str], data: Mapping[str, Any]) -> Rule:
    def guard(name: str) -> re.Pattern[str] | None:
        text = rule.get(name, "")
        if not text:
            return None
        cues = "|".join(data["incident_cues"])
        return re.compile(fill(str(text), {**phrases, "incident": cues}), re.IGNORECASE)

    switches = ("who", "anywhere", "cover", "field", "methods", "sampling", "number", "list")
    pattern = re.compile(fill(rule["pattern"], phrases), re.IGNORECASE)
    required = guard("from")
    return Rule(
        attribute=rule["attribute"],
        value=str(rule["value"]),
        pattern=pattern,
        clues=list_clues(pattern) + (list_clues(required) if required else ()),
        about=rule.get("about", ""),
        required=required,
        barred=guard("not"),
        sure=rule.get("sure", "stated"),
        **{name: bool(rule.get(name, False)) for name in switches},
    )


def fill(text: str, phrases: Mapping[str, str]) -> str:
    """Return a pattern with the phrases that it names in braces."""
    return _NAMED.sub(lambda found: f"(?:{phrases[found[1]]})" if found[1] in phrases else found[0], text)


def _any(patterns: list[str], *, whole: bool = False) -> re.Pattern[str]:
    joined = "|".join(patterns)
    return re.compile(rf"(?<![\w])(?:{joined})(?!\w)" if whole else joined, re.IGNORECASE)
