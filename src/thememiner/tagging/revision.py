"""A codebook that was edited: what of its tagging can stay, and what is tagged again.

A passage's mentions depend on the cues that fire in it, and on nothing outside of it but the rules
that all themes share. So, where these are the same, only those passages are tagged again in which a
cue fired that is no more, or in which all words of a new one stand; and in them only the themes
with such cues are looked for, as the mentions of the others are known. How each is meant is read anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from thememiner.records import Document, Mention, Passage, Review

from .codebook.load import Codebook
from .codebook.rule_files import OF_THEMES, read_rules_bytes
from .cues.concordance import Concordance, WordSearch
from .cues.patterns import compile_notation
from .language.pipeline import make_nlp, read_texts
from .themes.tagger import ThemeTagger

_MANY = 0.2
"""Where a larger share of the themes changed, all is tagged anew, side by side."""
_SHARED = tuple(name for name in OF_THEMES if name != "lexicon.yaml")
"""Rules that all themes share; what a cue names of the lexicon is in its signature."""


def hash_shared_rules(codebook: Codebook) -> str:
    """Return a hash of the rules by which a codebook tags whatever its cues are."""
    digest = hashlib.sha256()
    for name in _SHARED:
        digest.update(read_rules_bytes(codebook.path, name) + b"\0")
    return digest.hexdigest()[:16]


class Revision:
    """The step from a former state of a codebook to that of today.

    Args:
        codebook: as it is.
        former: the signatures of its cues as they were, see ``Codebook.signatures``.
    """

    def __init__(self, codebook: Codebook, former: Mapping[str, str]) -> None:
        self._codebook = codebook
        now = codebook.signatures
        self._gone = {cue_id for cue_id, signature in former.items() if now.get(cue_id) != signature}
        new = {cue_id for cue_id, signature in now.items() if former.get(cue_id) != signature}
        self._new = [cue for cue in codebook.cues() if cue.cue_id in new]
        self.theme_ids = frozenset(cue_id.rpartition(".")[0] for cue_id in self._gone | new)
        """The themes with cues that are no more or that are new."""

    @property
    def is_small(self) -> bool:
        """Whether few themes changed, so that little is tagged again."""
        return len(self.theme_ids) <= max(1, _MANY * len(self._codebook.codes))

    @cached_property
    def _search(self) -> WordSearch:
        lexicon = self._codebook.lexicon
        return WordSearch(pattern for cue in self._new for pattern in compile_notation(cue.notation, lexicon))

    @cached_property
    def _tagger(self) -> ThemeTagger:
        return ThemeTagger(self._codebook, make_nlp(), theme_ids=self.theme_ids)

    def revise_mentions(
        self,
        review: Review,
        doc: Document,
        passages: Sequence[Passage],
        concordance: Concordance,
        mentions: Sequence[Mention],
    ) -> tuple[Mention, ...]:
        """Return the mentions of a review as the codebook of today finds them.

        Args:
            review: what the document is.
            doc: the document.
            passages: its passages that are tagged, in order.
            concordance: of these passages.
            mentions: as the former state found them.
        """
        held: dict[str, list[Mention]] = {}
        for mention in mentions:
            held.setdefault(mention.passage_id, []).append(mention)
        lost = {mention.passage_id for mention in mentions if mention.cue_id in self._gone}
        found = {passages[place].passage_id for place in self._search.find(concordance)}
        again = [passage for passage in passages if passage.passage_id in lost or passage.passage_id in found]
        if not again:
            return tuple(mentions)
        known = {passage.passage_id: self._keep(held.get(passage.passage_id, ())) for passage in again}
        spacy_docs = read_texts(self._tagger.nlp, (passage.text for passage in again))
        fresh: dict[str, list[Mention]] = {passage.passage_id: [] for passage in again}
        for mention in self._tagger.tag_passages(again, spacy_docs, doc=doc, kind=review.kind, known=known):
            fresh[mention.passage_id].append(mention)
        held |= fresh
        return tuple(mention for passage in passages for mention in held.get(passage.passage_id, ()))

    def _keep(self, mentions: Collection[Mention]) -> list[Mention]:
        return [mention for mention in mentions if mention.theme_id not in self.theme_ids]
