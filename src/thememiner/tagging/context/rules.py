"""How a mention is meant: its status and its polarity, read from the words around it.

In the manner of ConText (Harkema et al. 2009): modifiers that have a direction and a
reach and are stopped by the ends of clauses. The modifiers are data (``modifiers.py``);
this module finds them and knows how far those of a status reach, ``tone.py`` how those
that praise or criticise add up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy
from spacy.language import Language
from spacy.tokens import Doc

from thememiner.records import Negation, Passage, Status
from thememiner.tagging.cues.matcher import AnchoredMatcher
from thememiner.tagging.cues.matches import keep_leftmost
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.columns import Columns, read_columns
from thememiner.tagging.language.pipeline import read_texts, words_of
from thememiner.tagging.language.texts import join_texts

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
        self._matcher = AnchoredMatcher(
            words_of(nlp),
            {key: compile_notation(modifier.cue, lists) for key, modifier in keyed.items()},
        )
        says = numpy.array([keyed[key].says for key in self._matcher.keys])
        self._is_aside, self._is_pause = says == "aside", says == "pause"
        self._headings: dict[str, float] = {}

    def read(self, spacy_doc: Doc, passage: Passage | None = None) -> PassageContext:
        """Return the context that a passage gives to the mentions in it, see ``read_all``."""
        return next(self.read_all([spacy_doc], [passage]))

    def read_all(
        self, spacy_docs: Sequence[Doc], passages: Sequence[Passage | None]
    ) -> Iterator[PassageContext]:
        """Yield the context that each passage gives to the mentions in it.

        Args:
            spacy_docs: the texts of the passages, see ``make_nlp``.
            passages: where each stands in its document; its role and headings are evidence.
        """
        self._read_headings(passage.section for passage in passages if passage)
        columns = list(map(read_columns, spacy_docs))
        hits = self._find_hits(spacy_docs)
        for passage, of_doc, found in zip(passages, columns, hits, strict=True):
            yield PassageContext(
                len(of_doc.numbers),
                of_doc.starts,
                found,
                headings=self._weigh_headings(passage.section) if passage else 0.0,
                role=passage.role if passage else "",
            )

    def _find_hits(self, spacy_docs: Sequence[Doc]) -> Iterator[Hits]:
        """Yield the modifiers found in each doc."""
        texts = join_texts(spacy_docs)
        found = keep_leftmost(self._matcher.search(texts))
        # A pause matters where it may end an aside.
        sentences = texts.sentences[found.firsts]
        has_aside = numpy.isin(sentences, sentences[self._is_aside[found.keys]])
        found = found.take(has_aside | ~self._is_pause[found.keys])
        for spacy_doc, matches in zip(spacy_docs, found.list_matches(texts, self._matcher.keys), strict=True):
            columns = read_columns(spacy_doc)
            hits: Hits = {part: [] for part in PARTS.values()}
            for start, end, key in matches:
                modifier, part, sign = self._modifiers[key]
                if not modifier.first or _opens_sentence(columns, start):
                    hits[part].append(Hit(modifier, start, end, sign))
            yield hits

    def _read_headings(self, sections: Iterable[Sequence[str]]) -> None:
        """Note what each heading says by itself."""
        headings = {heading: None for section in sections for heading in section}
        new = [heading for heading in headings if heading not in self._headings]
        for heading, hits in zip(new, self._find_hits(read_texts(self._nlp, new)), strict=True):
            self._headings[heading] = sum(hit.sign for hit in hits["tone"] if hit.modifier.reach == "passage")

    def _weigh_headings(self, section: Sequence[str]) -> float:
        """Return what the headings above a passage say of it; the innermost that says anything."""
        return next(filter(None, map(self._headings.__getitem__, reversed(section))), 0.0)


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
