"""Themes in passages: which cues fire, whose conditions hold, and how they are meant."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from thememiner.records import Cue, Mention, Passage, make_id

from .codebook import Codebook, compile_notation
from .matcher import AnchoredMatcher, Match


class ThemeTagger:
    """Finds the themes of a codebook in passages.

    Args:
        codebook: the themes.
        nlp: the pipeline that makes the docs, see ``make_nlp``.
    """

    def __init__(self, codebook: Codebook, nlp: Language) -> None:
        self.codebook = codebook
        self._cues = {cue.cue_id: cue for cue in codebook.cues()}
        patterns = {cue.cue_id: compile_notation(cue.notation, codebook.lexicon) for cue in codebook.cues()}
        for cue in codebook.cues():
            for notation in (*cue.present, *cue.absent, *cue.nearby, *cue.unless):
                patterns.setdefault(_guard(notation), compile_notation(notation, codebook.lexicon))
        self._matcher = AnchoredMatcher(nlp.vocab, patterns)

    def find_cues(self, spacy_doc: Doc) -> list[tuple[Cue, Match]]:
        """Return the cues that fire in a doc with their conditions met, in order of place."""
        fired: list[tuple[Cue, Match]] = []
        guards: dict[str, list[Match]] = {}
        for match in self._matcher.find_matches(spacy_doc):
            cue = self._cues.get(match.key)
            if cue is None:
                guards.setdefault(match.key, []).append(match)
            else:
                fired.append((cue, match))
        return [(cue, match) for cue, match in fired if _holds(cue, match, guards, spacy_doc)]

    def tag_passages(self, passages: Sequence[Passage], spacy_docs: Sequence[Doc]) -> tuple[Mention, ...]:
        """Return every mention in the passages."""
        mentions: list[Mention] = []
        for passage, spacy_doc in zip(passages, spacy_docs, strict=True):
            for cue, match in self.find_cues(spacy_doc):
                span = spacy_doc[match.start : match.end]
                start, end = passage.start + span.start_char, passage.start + span.end_char
                mentions.append(
                    Mention(
                        mention_id=f"{passage.passage_id}-m{make_id(cue.cue_id, span.start_char, length=8)}",
                        review_id=passage.review_id,
                        passage_id=passage.passage_id,
                        page=passage.page_first,
                        theme_id=cue.code_id,
                        cue_id=cue.cue_id,
                        text=span.text,
                        sentence=span.sent.text,
                        status="asserted",
                        polarity="neutral",
                        start=start,
                        end=end,
                    )
                )
        return tuple(mentions)


def _guard(notation: str) -> str:
    return f"guard {notation}"


def _holds(cue: Cue, match: Match, guards: dict[str, list[Match]], spacy_doc: Doc) -> bool:
    """Whether the conditions of a cue are met where it fired."""
    for notation in cue.unless:
        if any(g.start < match.end and match.start < g.end for g in guards.get(_guard(notation), ())):
            return False
    if cue.nearby and not any(guards.get(_guard(notation)) for notation in cue.nearby):
        return False
    if not cue.present and not cue.absent:
        return True
    sent = spacy_doc[match.start].sent

    def stands(notation: str) -> bool:
        return any(
            sent.start <= g.start < sent.end and not (match.start <= g.start and g.end <= match.end)
            for g in guards.get(_guard(notation), ())
        )

    if any(stands(notation) for notation in cue.absent):
        return False
    return not cue.present or any(stands(notation) for notation in cue.present)
