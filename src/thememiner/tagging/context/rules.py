"""How a mention is meant: its status and its polarity, read from the words around it.

In the manner of ConText (Harkema et al. 2009): modifiers that have a direction and a
reach and are stopped by the ends of clauses. The modifiers are data (``modifiers.py``);
this module finds them and knows how far those of a status reach, ``tone.py`` how those
that praise or criticise add up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from thememiner.records import Negation, Passage, Status
from thememiner.tagging.cues.matcher import AnchoredMatcher, Scan
from thememiner.tagging.cues.matches import keep_leftmost
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.columns import Columns, read_columns
from thememiner.tagging.language.pipeline import words_of

from .clauses import divide
from .modifiers import PARTS, Hit, Hits, Modifier, load_modifiers
from .tone import Tone

_STATUSES: tuple[Status, ...] = ("boilerplate", "quoted", "negated", "hypothetical")
"""In order of precedence."""
_SIGNS = {"concern": -1, "strength": 1, "reversed": -1}


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
        keyed = {f"{i} {modifier.cue}": modifier for i, modifier in enumerate(modifiers)}
        self._modifiers = {
            key: (modifier, PARTS[modifier.says], _SIGNS.get(modifier.says, 0) * modifier.weight)
            for key, modifier in keyed.items()
        }
        self._asides = frozenset(key for key, modifier in keyed.items() if modifier.says == "aside")
        self._pauses = [key for key, modifier in keyed.items() if modifier.says == "pause"]
        self._matcher = AnchoredMatcher(
            words_of(nlp),
            {key: compile_notation(modifier.cue, lists) for key, modifier in keyed.items()},
            on_demand=self._pauses,
        )
        self._headings: dict[tuple[str, ...], float] = {}

    def read(self, spacy_doc: Doc, passage: Passage | None = None) -> PassageContext:
        """Return the context that a passage gives to the mentions in it.

        Args:
            spacy_doc: the passage's text, see ``make_nlp``.
            passage: where it stands in its document; its role and headings are evidence.
        """
        headings, role = 0.0, ""
        if passage is not None:
            headings, role = self._weigh_headings(passage.section), passage.role
        columns = read_columns(spacy_doc)
        hits = self._find(self._matcher.scan(spacy_doc), columns)
        return PassageContext(len(columns.numbers), columns.starts, hits, headings=headings, role=role)

    def _find(self, scan: Scan, columns: Columns) -> Hits:
        found = scan.find_all()
        asides = [match.start for match in found if match.key in self._asides]
        if asides:
            # A pause matters where it may end an aside.
            pauses = [scan.find_key(key, start) for key in self._pauses for start in asides]
            found = keep_leftmost(chain(found, *pauses))
        hits: Hits = {part: [] for part in PARTS.values()}
        for start, end, key in found:
            modifier, part, sign = self._modifiers[key]
            if not modifier.first or _opens_sentence(columns, start):
                hits[part].append(Hit(modifier, start, end, sign))
        return hits

    def _weigh_headings(self, section: tuple[str, ...]) -> float:
        """Return what the headings above a passage say of it; the innermost that says anything."""
        if section not in self._headings:
            docs = map(self._nlp, reversed(section))
            sums = (
                sum(
                    hit.sign
                    for hit in self._find(self._matcher.scan(spacy_doc), read_columns(spacy_doc))["tone"]
                    if hit.modifier.reach == "passage"
                )
                for spacy_doc in docs
            )
            self._headings[section] = next(filter(None, sums), 0.0)
        return self._headings[section]


def load_context(nlp: Language, path: Path | str | None = None) -> ContextRules:
    """Read the rules of context of a codebook; the packaged ones where it has none.

    Args:
        nlp: the pipeline that makes the docs.
        path: the folder of the codebook.

    Raises:
        CodebookError: with every problem of the file.
    """
    modifiers, lists = load_modifiers(path)
    return ContextRules(modifiers, nlp, lists)


class PassageContext:
    """What the words of a passage say of the mentions in it.

    Args:
        size: how many words it has.
        starts: the first word of each sentence.
        hits: the modifiers found in it.
        headings: what the headings above it say, see ``Tone``.
        role: its role in the document.
    """

    def __init__(
        self, size: int, starts: list[int], hits: Hits, *, headings: float = 0.0, role: str = ""
    ) -> None:
        self.size = size
        self.clauses = divide(size, starts, {hit.start: hit.modifier.says for hit in hits["bounds"]})
        self.tone = Tone(hits, self.clauses, headings, role)
        self._status = [
            hit for hit in hits["status"] if not any(other.covers(hit) for other in hits["nothing"])
        ]

    def status_at(self, start: int, end: int, *, negation: Negation = "fact") -> Status:
        """Return the status of a mention.

        Args:
            start: its first token.
            end: the token after its last.
            negation: what a negation makes of its theme, see ``Code.negation``.
        """
        if not self._status:
            return "asserted"
        reached = {hit.modifier.says for hit in self._status if self._reaches(hit, start, end)}
        for status in _STATUSES:
            if status in reached and (negation == "fact" or status in ("boilerplate", "quoted")):
                return status
        return "asserted"

    def _reaches(self, hit: Hit, start: int, end: int) -> bool:
        modifier = hit.modifier
        before, after = hit.end <= start, end <= hit.start
        if modifier.reach == "overlap":
            return not before and not after
        if not ((before and modifier.direction != "backward") or (after and modifier.direction != "forward")):
            return False
        if modifier.reach == "passage":
            return True
        if modifier.reach == "sentence":
            return self.clauses.sentence[hit.start] == self.clauses.sentence[start]
        if self.clauses.clause[hit.start] != self.clauses.clause[start]:
            return False
        return modifier.reach == "clause" or max(start - hit.end, hit.start - end) < int(modifier.reach)


def _opens_sentence(columns: Columns, start: int) -> bool:
    """Whether only numbers and marks stand between a token and the start of its sentence."""
    begin = columns.starts[bisect_right(columns.starts, start) - 1]
    forms = columns.words.forms
    return not any(forms[number][0].isalpha() for number in columns.numbers[begin:start])
