"""Modifiers: words that say how what stands near them is meant, as ``codebook/context.yaml`` writes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from thememiner.errors import CodebookError
from thememiner.tagging.codebook.rule_files import read_rules_with
from thememiner.tagging.cues.notation import NotationError
from thememiner.tagging.cues.patterns import compile_notation

_FILE = "context.yaml"

Says = Literal[
    "negated", "hypothetical", "quoted", "boilerplate",
    "concern", "strength", "neutral", "reversed",
    "clause", "aside", "pause", "continues", "nothing",
]  # fmt: skip
Direction = Literal["forward", "backward", "both"]
Part = Literal["status", "tone", "neutral", "continues", "nothing", "bounds"]
PARTS: dict[Says, Part] = {
    "negated": "status", "hypothetical": "status", "quoted": "status", "boilerplate": "status",
    "concern": "tone", "strength": "tone", "reversed": "tone", "neutral": "neutral",
    "clause": "bounds", "aside": "bounds", "pause": "bounds", "continues": "continues", "nothing": "nothing",
}  # fmt: skip
"""The part that a modifier plays, by what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """One rule of the context: see ``codebook/context.yaml`` for what its fields mean."""

    says: Says
    cue: str
    direction: Direction = "both"
    reach: str = "sentence"
    """clause, sentence, passage, overlap or a number of words."""
    weight: float = 1
    first: bool = False
    """Counts only as the first words of a sentence."""


@dataclass(slots=True)
class Hit:
    """A modifier found in a passage."""

    modifier: Modifier
    start: int
    end: int
    sign: float
    """What it says, praise above 0; a modifier that reverses it may change that."""

    def covers(self, other: Hit) -> bool:
        """Whether it takes the words of a hit that is no longer away."""
        overlaps = self.start < other.end and other.start < self.end
        return overlaps and self.end - self.start >= other.end - other.start


Hits = dict[Part, list[Hit]]
"""The modifiers found in a passage, by the part that they play, each part in order of place."""


def load_modifiers(path: Path | str | None = None) -> tuple[list[Modifier], dict[str, str]]:
    """Read the modifiers of a codebook; the packaged ones where it has none.

    Args:
        path: the folder of the codebook.

    Returns:
        The modifiers, and the word lists that their cues name, by name.

    Raises:
        CodebookError: with every problem of the file.
    """
    loaded = read_rules_with(path, _FILE, "modifiers", "a list of rules", kind=list)
    problems: list[str] = []
    lists = {
        str(name): " | ".join(map(str, words)) if isinstance(words, list) else str(words)
        for name, words in (loaded.get("lists") or {}).items()
    }
    modifiers = [
        modifier
        for number, written in enumerate(loaded["modifiers"], start=1)
        for modifier in _read_modifiers(written, f"{_FILE}, rule {number}", problems)
    ]
    for modifier in modifiers:
        try:
            compile_notation(modifier.cue, lists)
        except NotationError as error:
            problems.append(f"{_FILE}, {modifier.says}: {error}.")
    if problems:
        raise CodebookError(tuple(problems))
    return modifiers, lists


def _read_modifiers(written: Any, place: str, problems: list[str]) -> list[Modifier]:
    if not isinstance(written, dict) or not isinstance(written.get("cues"), list):
        problems.append(f"{place}: must have “says:” and a list of “cues:”.")
        return []
    unknown = sorted(set(written) - {"says", "direction", "reach", "weight", "first", "cues"})
    if unknown:
        problems.append(f"{place}: does not know {', '.join(unknown)}.")
    says, direction = written.get("says"), written.get("direction", "both")
    reach, weight = str(written.get("reach", "sentence")), written.get("weight", 1)
    if says not in get_args(Says):
        problems.append(f"{place}: says must be one of {', '.join(get_args(Says))}, not {says}.")
    if direction not in get_args(Direction):
        problems.append(f"{place}: direction must be forward, backward or both, not {direction}.")
    if not reach.isdigit() and reach not in ("clause", "sentence", "passage", "overlap"):
        problems.append(
            f"{place}: reach must be a number of words, clause, sentence, passage or overlap, not {reach}."
        )
    if not isinstance(weight, (int, float)):
        problems.append(f"{place}: weight must be a number, not {weight}.")
        weight = 1
    return [
        Modifier(
            says=cast(Says, says),
            cue=" ".join(str(cue).split()),
            direction=cast(Direction, direction),
            reach=reach,
            weight=weight,
            first=bool(written.get("first", False)),
        )
        for cue in written["cues"]
    ]
