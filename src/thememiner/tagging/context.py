"""How a mention is meant: its status and its polarity, read from the words around it.

In the manner of ConText (Harkema et al. 2009): modifiers that have a direction and a
reach and are stopped by the ends of clauses. The modifiers are data, in
``codebook/context.yaml``; this module knows how far words reach and how evidence adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from spacy.language import Language
from spacy.tokens import Doc

from thememiner.errors import CodebookError
from thememiner.records import Negation, Passage, Status

from .codebook import compile_notation, read_rules_with
from .language import words_of
from .matcher import AnchoredMatcher, Scan
from .notation import NotationError

_FILE = "context.yaml"

Says = Literal[
    "negated", "hypothetical", "quoted", "boilerplate",
    "concern", "strength", "neutral", "reversed",
    "clause", "aside", "pause", "continues", "nothing",
]  # fmt: skip
Direction = Literal["forward", "backward", "both"]

_STATUSES: tuple[Status, ...] = ("boilerplate", "quoted", "negated", "hypothetical")
"""In order of precedence."""
_ENOUGH = 6.0
"""The score of one mention at which more evidence changes nothing."""
_CRITICISM = 1.8
"""What criticism at one mention weighs against praise at another."""
_RULES = 50
"""In a passage of rules one word of so many or fewer says what may, must or should be,"""
_FEW = 2
"""and no more than so many praise or criticise."""
_PLAIN = 1.0
"""The weight from which a modifier alone is a judgement, not a hint of one."""
_ADJACENT = 1
"""Words between two denials that undo each other: "no lack of", but not "a lack of staff and no plan"."""
_STRONG_CRITICISM = -2.0
"""The force of a modifier that criticises beyond doubt."""
_OWN = {"concern": -6.0, "strength": 6.0}
_SIGNS = {"concern": -1, "strength": 1, "reversed": -1}
_NEAR = {"clause": 6.0, "sentence": 4.0, "aside": 2.0, "beside": 1.5, "passage": 0.5}
"""What one cue counts for, by where it stands seen from the mention."""


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
class _Hit:
    """A modifier found in a passage."""

    modifier: Modifier
    start: int
    end: int
    sign: float


class ContextRules:
    """The modifiers, compiled for one pipeline.

    Args:
        modifiers: see ``load_context``.
        nlp: the pipeline that makes the docs, see ``make_nlp``.
        lists: word lists that the cues name, by name.
    """

    def __init__(
        self,
        modifiers: Sequence[Modifier],
        nlp: Language,
        lists: dict[str, str],
    ) -> None:
        self._nlp = nlp
        self._modifiers = {f"{i} {modifier.cue}": modifier for i, modifier in enumerate(modifiers)}
        self._matcher = AnchoredMatcher(
            words_of(nlp),
            {key: compile_notation(modifier.cue, lists) for key, modifier in self._modifiers.items()},
        )
        self._headings: dict[tuple[str, ...], float] = {}

    def read(self, spacy_doc: Doc, passage: Passage | None = None) -> PassageContext:
        """Return the context that a passage gives to the mentions in it.

        Args:
            spacy_doc: the passage's text, see ``make_nlp``.
            passage: where it stands in its document; its role and headings are evidence.
        """
        leaning, role = 0.0, ""
        if passage is not None:
            leaning, role = self._lean(passage.section), passage.role
        scan = self._matcher.scan(spacy_doc)
        return PassageContext(
            len(spacy_doc), scan.starts, self._find(scan, spacy_doc), leaning=leaning, role=role
        )

    def _find(self, scan: Scan, spacy_doc: Doc) -> list[_Hit]:
        hits: list[_Hit] = []
        for start, end, key in scan.find_all():
            modifier = self._modifiers[key]
            if not modifier.first or _opens_sentence(spacy_doc, start):
                hits.append(_Hit(modifier, start, end, _SIGNS.get(modifier.says, 0) * modifier.weight))
        return hits

    def _lean(self, section: tuple[str, ...]) -> float:
        """Return what the headings above a passage say of it; the innermost that says anything."""
        if section not in self._headings:
            docs = map(self._nlp, reversed(section))
            leanings = (
                sum(
                    hit.sign
                    for hit in self._find(self._matcher.scan(spacy_doc), spacy_doc)
                    if hit.modifier.reach == "passage"
                )
                for spacy_doc in docs
            )
            self._headings[section] = _NEAR["sentence"] * next(filter(None, leanings), 0.0)
        return self._headings[section]


def load_context(nlp: Language, path: Path | str | None = None) -> ContextRules:
    """Read the rules of context of a codebook; the packaged ones where it has none.

    Args:
        nlp: the pipeline that makes the docs.
        path: the folder of the codebook.

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
    return ContextRules(modifiers, nlp, lists)


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
    if not reach.isdigit() and reach not in (
        "clause",
        "sentence",
        "passage",
        "overlap",
    ):
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


class PassageContext:
    """What the words of a passage say of the mentions in it."""

    def __init__(
        self, size: int, starts: list[int], hits: list[_Hit], *, leaning: float = 0.0, role: str = ""
    ) -> None:
        self.leaning = leaning
        """What the headings above the passage say of it, praise above 0."""
        self.size = size
        """How many words the passage has."""
        self._bounds = [*starts, size]
        nothing = [hit for hit in hits if hit.modifier.says == "nothing"]
        marks = [hit for hit in hits if hit.modifier.says in ("clause", "aside", "pause")]
        status = [hit for hit in hits if hit.modifier.says in _STATUSES]
        tone = [hit for hit in hits if hit.modifier.says in ("concern", "strength", "reversed")]
        self._status = [hit for hit in status if not any(_covers(other, hit) for other in nothing)]
        self._tone = _longest([*nothing, *tone])
        self._sentence, self._clause, self._asides = _clauses(size, starts, marks)
        self._continuing = {self._sentence[hit.start] for hit in hits if hit.modifier.says == "continues"}
        critical = {
            i for hit in self._tone if hit.modifier.says == "concern" for i in range(hit.start, hit.end)
        }
        neutral = [
            hit
            for hit in hits
            if hit.modifier.says == "neutral" and not any(_covers(other, hit) for other in nothing)
        ]
        self._normative = {
            self._sentence[hit.start]
            for hit in neutral
            if hit.start not in critical and hit.modifier.weight >= _PLAIN
        }
        # Where things may, can or will be done, a hint of praise says nothing of how it is.
        general = {self._sentence[hit.start] for hit in neutral if hit.modifier.weight < _PLAIN}
        self._tone = [
            hit
            for hit in self._tone
            if hit.modifier.says != "strength"
            or hit.modifier.weight >= _PLAIN
            or self._sentence[hit.start] not in general
        ]
        self._reverse()
        self._told: dict[int, list[_Hit]] = {}
        self._heading = 0.0
        for hit in self._tone:
            if hit.modifier.reach == "passage":
                self._heading += hit.sign * _NEAR["clause"]
            else:
                self._told.setdefault(self._sentence[hit.start], []).append(hit)
        # What each sentence says to the others; what ought to be says nothing of how it is.
        self._net = {
            sentence: sum(hit.sign for hit in told)
            for sentence, told in self._told.items()
            if sentence not in self._normative
        }
        self._total = sum(self._net.values())
        self._judgements = [hit for hit in self._tone if hit.modifier.weight >= _PLAIN]
        self.n_judgements = len(self._judgements)
        """How often the passage plainly praises or criticises."""
        n_rules = sum(hit.start not in critical for hit in neutral)
        # "This is a significant gap" is said of no rule.
        criticised = any(hit.sign <= _STRONG_CRITICISM for hit in self._judgements)
        self.is_rules = n_rules * _RULES >= size and self.n_judgements <= _FEW and not criticised
        """Whether the passage tells what may, must or should be, and judges hardly anything."""
        self.is_recommendation = role == "recommendation" and not self._heading + leaning
        """Whether it is asked for, and no heading says what it is asked for: that judges nothing."""
        self.share_of_ought = len(self._normative) / max(len(starts), 1)
        """The share of its sentences that say what ought to be."""

    def _reverse(self) -> None:
        """Let “not”, “lack of” ... turn the praise or criticism that they stand before."""
        tone = self._tone
        for i in range(len(tone) - 1, -1, -1):
            hit = tone[i]
            if hit.modifier.says != "reversed":
                continue
            turned = [
                other
                for other in tone[i + 1 :]
                if other.sign
                and other.start - hit.end < int(hit.modifier.reach)
                and self._clause[other.start] == self._clause[hit.start]
                and (other.sign > 0 or _turns_criticism(hit.modifier))
                and (other.modifier.says != "reversed" or other.start - hit.end <= _ADJACENT)
            ]
            if not turned or (turned[0].sign > 0 and not hit.modifier.weight):
                continue  # "reduce" turns a delay, but no praise
            praised = turned[0].sign > 0
            for other in turned:
                if (other.sign > 0) == praised:
                    # "Not supported" is as plain as "not".
                    force = max(
                        abs(other.sign),
                        hit.modifier.weight if other is turned[0] else 0,
                    )
                    other.sign = -force if praised else force
            hit.sign = 0

    def sentence_at(self, token: int) -> tuple[int, int]:
        """Return the token offsets of the sentence that holds a token."""
        number = self._sentence[token]
        return self._bounds[number], self._bounds[number + 1]

    def status_at(self, start: int, end: int, *, negation: Negation = "fact") -> Status:
        """Return the status of a mention.

        Args:
            start: its first token.
            end: the token after its last.
            negation: what a negation makes of its theme, see ``Code.negation``.
        """
        reached = {hit.modifier.says for hit in self._status if self._reaches(hit, start, end)}
        for status in _STATUSES:
            if status in reached and (negation == "fact" or status in ("boilerplate", "quoted")):
                return status
        return "asserted"

    def _reaches(self, hit: _Hit, start: int, end: int) -> bool:
        modifier = hit.modifier
        before, after = hit.end <= start, end <= hit.start
        if modifier.reach == "overlap":
            return not before and not after
        if not ((before and modifier.direction != "backward") or (after and modifier.direction != "forward")):
            return False
        if modifier.reach == "passage":
            return True
        if modifier.reach == "sentence":
            return self._sentence[hit.start] == self._sentence[start]
        if self._clause[hit.start] != self._clause[start]:
            return False
        return modifier.reach == "clause" or max(start - hit.end, hit.start - end) < int(modifier.reach)

    def score_at(self, start: int, *, own: str = "") -> float:
        """Return what the words around a mention say of it: praise above 0, criticism below.

        Args:
            start: its first token.
            own: what its cue says by itself, if anything; the sentence may contradict it.
        """
        sentence, clause = self._sentence[start], self._clause[start]
        stated = sum(
            hit.sign * self._near(self._clause[hit.start], clause) for hit in self._told.get(sentence, ())
        )
        net = self._net
        before, after = net.get(sentence - 1, 0.0), net.get(sentence + 1, 0.0)
        apart = self._total - net.get(sentence, 0.0) - before - after
        continued = _NEAR["sentence" if sentence in self._continuing else "beside"]
        around = before * continued + after * _NEAR["beside"] + apart * _NEAR["passage"]
        heading = self._heading
        # What ought to be says nothing of how it is, unless it stands under such a heading.
        normative = sentence in self._normative or self.is_rules
        if own == "neutral" or self.is_recommendation or (normative and not heading + self.leaning):
            return 0.0
        if own and stated * _OWN[own] >= 0:
            return _OWN[own]
        # Rounded, so that what cancels out is nothing.
        return round(stated + heading + around + self.leaning, 6)

    def is_judged(self, start: int) -> bool:
        """Return whether the clause of a mention holds plain praise or criticism.

        Args:
            start: its first token.
        """
        clause = self._clause[start]
        return any(self._clause[hit.start] == clause for hit in self._judgements)

    def says_what_ought_to_be(self, start: int) -> bool:
        """Return whether the sentence of a mention says what ought to be.

        Args:
            start: its first token.
        """
        return self._sentence[start] in self._normative

    def is_conceded(self, start: int) -> bool:
        """Return whether a mention stands in what its sentence concedes (“although training is good, ...”).

        Args:
            start: its first token.
        """
        return self._clause[start] in self._asides

    def weigh_clauses(self, starts: Iterable[int]) -> tuple[float, float]:
        """Return how much praise and how much criticism the clauses of some mentions hold, both 0 or more.

        Args:
            starts: the first token of each mention.
        """
        clauses = {self._clause[start]: self._sentence[start] for start in starts}
        signs = [
            hit.sign
            for clause, sentence in clauses.items()
            for hit in self._told.get(sentence, ())
            if self._clause[hit.start] == clause
        ]
        return sum(sign for sign in signs if sign > 0), -sum(sign for sign in signs if sign < 0)

    def weigh_elsewhere(self, starts: Iterable[int]) -> float:
        """Return what the sentences without these mentions say, praise above 0.

        Args:
            starts: the first token of each mention.
        """
        sentences = sorted({self._sentence[start] for start in starts})
        return self._total - sum(self._net.get(sentence, 0.0) for sentence in sentences)

    def _near(self, clause: int, other: int) -> float:
        """What a cue in one clause counts for a mention in another of the same sentence.

        What is conceded ("although training is good, ...") counts least, for the main
        clause is what the sentence says.
        """
        if clause in self._asides:
            return _NEAR["aside"]
        return _NEAR["clause" if clause == other or other in self._asides else "sentence"]


def add_scores(scores: Iterable[float]) -> float:
    """Return the sum of the scores of a theme's mentions in a passage: praise above 0, criticism below.

    A coder gives a theme one polarity in a passage. Praise and criticism at its mentions
    add up, and criticism weighs more: "Most visits are good. However, some are late" is
    mostly read as a concern.

    >>> add_scores([6.0]), add_scores([])
    (6.0, 0)
    >>> add_scores([6.0, -6.0]) < 0
    True
    """
    capped = [max(-_ENOUGH, min(_ENOUGH, score)) for score in scores]
    return sum(score * (_CRITICISM if score < 0 else 1) for score in capped)


def _turns_criticism(modifier: Modifier) -> bool:
    """Whether it makes praise of criticism: "no delay" does, "not always ... delay" does not."""
    return modifier.weight <= _PLAIN


def _opens_sentence(spacy_doc: Doc, start: int) -> bool:
    """Whether only numbers and marks stand between a token and the start of its sentence."""
    while not spacy_doc[start].is_sent_start and start > 0:
        start -= 1
        if spacy_doc[start].is_alpha:
            return False
    return True


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """Of overlapping hits the longest; of equally long ones the first."""
    kept: list[_Hit] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        tokens = range(hit.start, hit.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(hit)
    return sorted(
        (hit for hit in kept if hit.modifier.says != "nothing"),
        key=lambda hit: hit.start,
    )


def _covers(other: _Hit, hit: _Hit) -> bool:
    """Whether a longer hit takes the words of another away."""
    overlaps = other.start < hit.end and hit.start < other.end
    return overlaps and other.end - other.start >= hit.end - hit.start


def _clauses(size: int, starts: list[int], marks: list[_Hit]) -> tuple[list[int], list[int], set[int]]:
    """Return the number of the sentence and of the clause of each token, and which clauses are asides."""
    opens = set(starts)
    at = {hit.start: hit.modifier.says for hit in marks}
    sentences: list[int] = []
    clauses: list[int] = []
    asides: set[int] = set()
    sentence = clause = 0
    last = 0
    for token in sorted({0, *opens, *at}):
        # All tokens from the last mark to this one are of one clause.
        sentences += [sentence] * (token - last)
        clauses += [clause] * (token - last)
        last = token
        says = at.get(token)
        if token in opens and token:
            sentence, clause = sentence + 1, clause + 1
        if says in ("clause", "aside") or (says == "pause" and clause in asides):
            clause += 1
        if says == "aside":
            asides.add(clause)
    sentences += [sentence] * (size - last)
    clauses += [clause] * (size - last)
    return sentences, clauses, asides
