"""How a mention is meant: its status and its polarity, read from the words around it.

In the manner of ConText (Harkema et al. 2009): modifiers that have a direction and a
reach and are stopped by the ends of clauses. The modifiers are data (``modifiers.py``);
this module finds them and knows how far those of a status reach, ``tone.py`` how those
that praise or criticise add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from thememiner.records import Negation, Passage, Status
from thememiner.tagging.cues.matcher import AnchoredMatcher, Scan
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.pipeline import words_of

from .clauses import divide
from .modifiers import Hit, Modifier, load_modifiers
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
        headings, role = 0.0, ""
        if passage is not None:
            headings, role = self._weigh_headings(passage.section), passage.role
        scan = self._matcher.scan(spacy_doc)
        return PassageContext(
            len(spacy_doc), scan.starts, self._find(scan, spacy_doc), headings=headings, role=role
        )

    def _find(self, scan: Scan, spacy_doc: Doc) -> list[Hit]:
        hits: list[Hit] = []
        for start, end, key in scan.find_all():
            modifier = self._modifiers[key]
            if not modifier.first or _opens_sentence(spacy_doc, start):
                hits.append(Hit(modifier, start, end, _SIGNS.get(modifier.says, 0) * modifier.weight))
        return hits

    def _weigh_headings(self, section: tuple[str, ...]) -> float:
        """Return what the headings above a passage say of it; the innermost that says anything."""
        if section not in self._headings:
            docs = map(self._nlp, reversed(section))
            sums = (
                sum(
                    hit.sign
                    for hit in self._find(self._matcher.scan(spacy_doc), spacy_doc)
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
        self, size: int, starts: list[int], hits: Sequence[Hit], *, headings: float = 0.0, role: str = ""
    ) -> None:
        self.size = size
        marks = {
            hit.start: hit.modifier.says for hit in hits if hit.modifier.says in ("clause", "aside", "pause")
        }
        self.clauses = divide(size, starts, marks)
        self.tone = Tone(hits, self.clauses, headings, role)
        nothing = [hit for hit in hits if hit.modifier.says == "nothing"]
        status = [hit for hit in hits if hit.modifier.says in _STATUSES]
        self._status = [hit for hit in status if not any(other.covers(hit) for other in nothing)]

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


def _opens_sentence(spacy_doc: Doc, start: int) -> bool:
    """Whether only numbers and marks stand between a token and the start of its sentence."""
    while not spacy_doc[start].is_sent_start and start > 0:
        start -= 1
        if spacy_doc[start].is_alpha:
            return False
    return True
