"""Themes in passages: which cues fire, whose conditions hold, and how they are meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter

from spacy.language import Language
from spacy.tokens import Doc

from thememiner.records import Cue, Document, Mention, Passage, Polarity, Status, make_id
from thememiner.tagging.codebook.load import Codebook
from thememiner.tagging.context.places import load_places
from thememiner.tagging.context.rules import PassageContext, load_context
from thememiner.tagging.context.titles import TitleFinder, load_titles
from thememiner.tagging.context.tone import add_scores
from thememiner.tagging.cues.matcher import AnchoredMatcher
from thememiner.tagging.cues.matches import Match, keep_leftmost, keep_longest
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.columns import Columns, read_columns
from thememiner.tagging.language.pipeline import words_of
from thememiner.tagging.language.texts import join_texts

from .conditions import Conditions
from .polarity import load_polarity_card
from .salience import Named, load_scorecard
from .subject import load_subjects


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
        self._titles = TitleFinder(load_titles(codebook.path), words_of(nlp))
        self.scorecard = load_scorecard(nlp, codebook.path)
        self.polarity_card = load_polarity_card(nlp, codebook.path)

    def find_cues(self, spacy_docs: Sequence[Doc]) -> list[list[tuple[Cue, Match]]]:
        """Return for each doc the cues that fire in it with their conditions met, in order of place."""
        texts = join_texts(spacy_docs)
        fired = keep_leftmost(self._matcher.search(texts))
        fired = fired.take(self._conditions.hold(fired, texts))
        matches = fired.list_matches(texts, self._matcher.keys)
        return [
            self._keep_about(spacy_doc, [(self._cues[match.key], match) for match in of_doc])
            for spacy_doc, of_doc in zip(spacy_docs, matches, strict=True)
        ]

    def _keep_about(self, spacy_doc: Doc, fired: list[tuple[Cue, Match]]) -> list[tuple[Cue, Match]]:
        """Return what fired without the cues that are about others than whom the passage speaks of."""
        if not any(cue.about for cue, _ in fired):
            return fired
        subjects = self._subjects.read(spacy_doc)
        return [
            (cue, match)
            for cue, match in fired
            if not cue.about or cue.about == subjects.subject_at(match.start, match.end)
        ]

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
        tagged: list[tuple[Passage, Doc, list[tuple[Cue, Match]]]] = []
        for passage, spacy_doc, found in zip(passages, spacy_docs, self.find_cues(spacy_docs), strict=True):
            fired = _keep_longest(found)
            if passage.passage_id in known:
                placed = self._place_known(passage, spacy_doc, known[passage.passage_id])
                fired = sorted((*fired, *placed), key=itemgetter(1))
            if fired:
                tagged.append((passage, spacy_doc, fired))
        contexts = self._context.read_all([one[1] for one in tagged], [one[0] for one in tagged])
        return tuple(
            mention
            for (passage, spacy_doc, fired), context in zip(tagged, contexts, strict=True)
            for mention in self._tag_passage(passage, spacy_doc, fired, context, doc, kind)
        )

    def _tag_passage(
        self,
        passage: Passage,
        spacy_doc: Doc,
        fired: Sequence[tuple[Cue, Match]],
        context: PassageContext,
        doc: Document | None,
        kind: str,
    ) -> Iterator[Mention]:
        """Yield the mentions of a passage in which cues fired."""
        columns = read_columns(spacy_doc)
        clauses = context.clauses
        named = [
            Named(
                cue,
                match,
                context.tone.score_at(match.start, own=cue.polarity),
                clauses.sentence[match.start],
                clauses.clause[match.start],
            )
            for cue, match in fired
        ]
        spans = [_place(spacy_doc, match.start, match.end) for _, match in fired]
        statuses = self._find_statuses(passage, named, spans, columns, context)
        counted = [one for one, status in zip(named, statuses, strict=True) if status == "asserted"]
        passing = self.scorecard.find_passing(counted, columns, context) if counted else ()
        polarities = self._find_polarities(passage, named, statuses, columns, context, kind)
        sentences = {
            number: _place(spacy_doc, clauses.bounds[number], clauses.bounds[number + 1])
            for number in {one.sentence for one in named}
        }
        texts = {number: passage.text[start:end].strip() for number, (start, end) in sentences.items()}
        for one, (start, end), status, polarity in zip(named, spans, statuses, polarities, strict=True):
            theme_id, cue_id = one.cue.code_id, one.cue.cue_id
            yield Mention(
                mention_id=f"{passage.passage_id}-m{make_id(cue_id, start, length=8)}",
                review_id=passage.review_id,
                passage_id=passage.passage_id,
                page=doc.page_at(passage.start + start) if doc is not None else passage.page_first,
                theme_id=theme_id,
                cue_id=cue_id,
                text=passage.text[start:end],
                sentence=texts[one.sentence],
                status="passing" if status == "asserted" and theme_id in passing else status,
                polarity=polarity,
                start=passage.start + start,
                end=passage.start + end,
            )

    def _find_statuses(
        self,
        passage: Passage,
        named: Sequence[Named],
        spans: Sequence[tuple[int, int]],
        columns: Columns,
        context: PassageContext,
    ) -> list[Status]:
        """Return whether each mention is a fact, by where it stands and by the words around it."""
        if self._places.is_boilerplate(passage):
            return ["boilerplate"] * len(named)
        titles = self._titles.find(passage.text, columns.numbers)
        return [
            "boilerplate"
            if passage.role in one.cue.not_in or any(first <= start and end <= last for first, last in titles)
            else context.status_at(one.match.start, one.match.end, negation=one.cue.negation)
            for one, (start, end) in zip(named, spans, strict=True)
        ]

    def _find_polarities(
        self,
        passage: Passage,
        named: Sequence[Named],
        statuses: Sequence[Status],
        columns: Columns,
        context: PassageContext,
        kind: str,
    ) -> list[Polarity]:
        """Return how each mention is judged."""
        if self._places.is_neutral(passage, kind):
            return ["neutral"] * len(named)
        # What is counted of a theme has one polarity in a passage; of the rest each mention has its own.
        keys = [
            (one.cue.code_id, -1 if status == "asserted" else number)
            for number, (one, status) in enumerate(zip(named, statuses, strict=True))
        ]
        groups: dict[tuple[str, int], list[Named]] = {}
        for key, one in zip(keys, named, strict=True):
            groups.setdefault(key, []).append(one)
        if self._places.narrates(kind) and not context.tone.n_judgements and not context.tone.leaning:
            # Only a cue that is criticism or praise by itself says more than that it was so.
            found = [
                _read_sign(add_scores(one.score for one in group if one.cue.polarity))
                for group in groups.values()
            ]
        else:
            found = self.polarity_card.find_polarities(groups.values(), columns, context)
        polarities = dict(zip(groups, found, strict=True))
        return [polarities[key] for key in keys]

    def _place_known(
        self, passage: Passage, spacy_doc: Doc, known: Sequence[Mention]
    ) -> Iterator[tuple[Cue, Match]]:
        """Yield mentions that were found before as what fired: the other way round than ``_place``."""
        starts = {passage.start + token.idx: token.i for token in spacy_doc}
        ends = {passage.start + token.idx + len(token): token.i + 1 for token in spacy_doc}
        for mention in known:
            match = Match(starts[mention.start], ends[mention.end], mention.cue_id)
            yield self._cues[mention.cue_id], match


def _read_sign(score: float) -> Polarity:
    if not score:
        return "neutral"
    return "strength" if score > 0 else "concern"


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
