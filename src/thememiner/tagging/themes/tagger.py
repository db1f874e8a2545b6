"""Themes in passages: which cues fire, whose conditions hold, and how they are meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from thememiner.collector import paused_collector
from thememiner.records import Cue, Document, Mention, Passage, make_id
from thememiner.tagging.codebook.load import Codebook
from thememiner.tagging.context.places import load_places
from thememiner.tagging.context.rules import PassageContext, load_context
from thememiner.tagging.context.titles import TitleFinder, load_titles
from thememiner.tagging.cues.matcher import AnchoredMatcher
from thememiner.tagging.cues.matches import Match, keep_leftmost, keep_longest
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.columns import read_columns
from thememiner.tagging.language.pipeline import words_of
from thememiner.tagging.language.texts import join_texts

from .conditions import Conditions
from .evidence import Evidence, Named, NamedPassage
from .polarity import load_polarity_card
from .salience import load_scorecard
from .subject import load_subjects
from .vocabulary import mark_norms

_TOGETHER = 40_000
"""So many words are looked through at once: more would take memory and gain nothing."""


class ThemeTagger:
    """Finds the themes of a codebook in passages.

    Args:
        codebook: the themes.
        nlp: the pipeline that makes the docs, see ``make_nlp``.
        theme_ids: only these are looked for; all where None.
    """

    def __init__(
        self, codebook: Codebook, nlp: Language, *, theme_ids: Collection[str] | None = None
    ) -> None:
        self.codebook = codebook
        self.nlp = nlp
        self._cues = {cue.cue_id: cue for cue in codebook.cues()}
        sought = [cue for cue in codebook.cues() if theme_ids is None or cue.code_id in theme_ids]
        patterns = {cue.cue_id: compile_notation(cue.notation, codebook.lexicon) for cue in sought}
        self._matcher = AnchoredMatcher(words_of(nlp), patterns)
        numbered = [self._cues[cue_id] for cue_id in self._matcher.keys]
        self._conditions = Conditions(numbered, codebook.lexicon, words_of(nlp))
        self._context = load_context(nlp, codebook.path)
        self._subjects = load_subjects(nlp, codebook.path)
        self._places = load_places(codebook.path)
        self._family = mark_norms(words_of(nlp), self._places.family_words)
        self._titles = TitleFinder(load_titles(codebook.path), words_of(nlp))
        self.scorecard = load_scorecard(nlp, codebook.path)
        self.polarity_card = load_polarity_card(nlp, codebook.path)

    def find_cues(self, spacy_docs: Sequence[Doc]) -> list[list[tuple[Cue, Match]]]:
        """Return for each doc the cues that fire in it with their conditions met, in order of place."""
        texts = join_texts(spacy_docs)
        fired = keep_leftmost(self._matcher.search(texts))
        fired = fired.take(self._conditions.hold(fired, texts))
        held = [
            [(self._cues[match.key], match) for match in matches]
            for matches in fired.list_matches(texts, self._matcher.keys)
        ]
        # Some cues are about a child, a parent or a professional.
        asked = [number for number, of_doc in enumerate(held) if any(cue.about for cue, _ in of_doc)]
        subjects = self._subjects.read_all([spacy_docs[number] for number in asked])
        for number, of_doc in zip(asked, subjects, strict=True):
            held[number] = [
                (cue, match)
                for cue, match in held[number]
                if not cue.about or cue.about == of_doc.subject_at(match.start, match.end)
            ]
        return held

    @paused_collector()
    def tag_passages(
        self,
        passages: Sequence[Passage],
        spacy_docs: Sequence[Doc],
        *,
        doc: Document | None = None,
        kind: str = "",
        known: Mapping[str, Sequence[Mention]] | None = None,
    ) -> tuple[Mention, ...]:
        """Return every mention in the passages.

        Args:
            passages: the passages, in order.
            spacy_docs: their texts, one each, made by the tagger's pipeline.
            doc: the document they are from, to say on which page a mention is printed;
                without it the page is that on which its passage begins.
            kind: of the document, where it is known (``Review.kind``): guidance does not judge.
            known: mentions of themes that are not looked for, by the id of their passage: how they
                are meant is read anew, beside what is found.
        """
        known = known or {}
        mentions: list[Mention] = []
        for together in _group(spacy_docs):
            if read := list(self._read_passages(passages[together], spacy_docs[together], known)):
                mentions += self._tag_together(read, doc, kind)
        return tuple(mentions)

    def _read_passages(
        self,
        passages: Sequence[Passage],
        spacy_docs: Sequence[Doc],
        known: Mapping[str, Sequence[Mention]],
    ) -> Iterator[_ReadPassage]:
        """Yield the passages in which cues fired, with what they are and what is said around them."""
        fired: list[tuple[Passage, Doc, list[tuple[Cue, Match]]]] = []
        for passage, spacy_doc, found in zip(passages, spacy_docs, self.find_cues(spacy_docs), strict=True):
            kept = _keep_longest(found)
            if passage.passage_id in known:
                placed = self._place_known(passage, spacy_doc, known[passage.passage_id])
                kept = sorted((*kept, *placed), key=itemgetter(1))
            if kept:
                fired.append((passage, spacy_doc, kept))
        contexts = self._context.read_all([one[1] for one in fired], [one[0] for one in fired])
        for one, context in zip(fired, contexts, strict=True):
            yield self._read_passage(*one, context)

    def _read_passage(
        self,
        passage: Passage,
        spacy_doc: Doc,
        fired: Sequence[tuple[Cue, Match]],
        context: PassageContext,
    ) -> _ReadPassage:
        """Return whether what fired in a passage is a fact, and where it is printed."""
        columns = read_columns(spacy_doc)
        is_boilerplate = self._places.is_boilerplate(passage)
        titles = self._titles.find(passage.text, columns.numbers)
        named: list[Named] = []
        spans: list[_Span] = []
        sentences: dict[int, str] = {}
        for cue, match in fired:
            start, end = _place(spacy_doc, match.start, match.end)
            status = context.status_at(match.start, match.end, negation=cue.negation)
            is_title = any(first <= start and end <= last for first, last in titles)
            if is_boilerplate or is_title or passage.role in cue.not_in:
                status = "boilerplate"
            named.append(Named(cue, match, status))
            number = context.clauses.sentence[match.start]
            if number not in sentences:
                first, last = _place(spacy_doc, *context.clauses.bounds[number : number + 2])
                sentences[number] = passage.text[first:last].strip()
            spans.append(_Span(start, end, sentences[number]))
        return _ReadPassage(passage, NamedPassage(columns, context, named), spans)

    def _tag_together(
        self, read: Sequence[_ReadPassage], doc: Document | None, kind: str
    ) -> Iterator[Mention]:
        """Yield the mentions of some passages."""
        is_of_case = self._places.is_of_case(kind)
        evidence = Evidence([one.named for one in read], self._family, is_of_case=is_of_case)
        passing = self.scorecard.find_passing(evidence).tolist()
        polarities = self.polarity_card.find_polarities(evidence)
        for (passage, (_, _, named), spans), groups in zip(read, evidence.groups_of, strict=True):
            is_neutral = self._places.is_neutral(passage, kind)
            for (cue, _, status), (start, end, sentence), group in zip(named, spans, groups, strict=True):
                yield Mention(
                    mention_id=f"{passage.passage_id}-m{make_id(cue.cue_id, start, length=8)}",
                    review_id=passage.review_id,
                    passage_id=passage.passage_id,
                    page=doc.page_at(passage.start + start) if doc is not None else passage.page_first,
                    theme_id=cue.code_id,
                    cue_id=cue.cue_id,
                    text=passage.text[start:end],
                    sentence=sentence,
                    status="passing" if status == "asserted" and passing[group] else status,
                    polarity="neutral" if is_neutral else polarities[group],
                    start=passage.start + start,
                    end=passage.start + end,
                )

    def _place_known(
        self, passage: Passage, spacy_doc: Doc, known: Sequence[Mention]
    ) -> Iterator[tuple[Cue, Match]]:
        """Yield mentions that were found before as what fired: the other way round than ``_place``."""
        starts = {passage.start + token.idx: token.i for token in spacy_doc}
        ends = {passage.start + token.idx + len(token): token.i + 1 for token in spacy_doc}
        for mention in known:
            match = Match(starts[mention.start], ends[mention.end], mention.cue_id)
            yield self._cues[mention.cue_id], match


def _group(spacy_docs: Sequence[Doc]) -> Iterator[slice]:
    """Yield stretches of texts that have some ``_TOGETHER`` words each."""
    start = n_words = 0
    for stop, spacy_doc in enumerate(spacy_docs, start=1):
        n_words += len(spacy_doc)
        if n_words >= _TOGETHER or stop == len(spacy_docs):
            yield slice(start, stop)
            start, n_words = stop, 0


def _place(spacy_doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Return the characters of a stretch of tokens."""
    last = spacy_doc[end - 1]
    return spacy_doc[start].idx, last.idx + len(last)


def _keep_longest(fired: list[tuple[Cue, Match]]) -> list[tuple[Cue, Match]]:
    """Where cues of the same theme overlap, keep the longest; in order of place."""
    if len(fired) < 2:
        return fired
    themes: dict[str, list[Match]] = {}
    for cue, match in fired:
        themes.setdefault(cue.code_id, []).append(match)
    kept = {match for matches in themes.values() for match in keep_longest(matches)}
    return sorted((one for one in fired if one[1] in kept), key=itemgetter(1))


class _Span(NamedTuple):
    """Where a mention is printed: its characters in the passage, and its sentence."""

    start: int
    end: int
    sentence: str


class _ReadPassage(NamedTuple):
    """A passage in which cues fired."""

    passage: Passage
    named: NamedPassage
    spans: Sequence[_Span]
