"""All that is tagged in one review, in the order in which one step needs another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from spacy.tokens import Doc

from thememiner.collector import paused_collector
from thememiner.records import (
    AgencyMention,
    CaseFact,
    Document,
    Figure,
    Mention,
    Passage,
    Recommendation,
    Review,
)

from . import figures, recommendations
from .agencies import find_agencies, find_areas, load_authority, mark_addressed
from .case import find_case_facts
from .codebook.load import Codebook, load_codebook
from .cues.concordance import Concordance, make_concordance
from .language.pipeline import make_nlp, read_texts
from .themes.tagger import ThemeTagger


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """What tagging adds to a review's text."""

    mentions: tuple[Mention, ...] = ()
    agency_mentions: tuple[AgencyMention, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    figures: tuple[Figure, ...] = ()
    case_facts: tuple[CaseFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is found in a review whatever the themes are; recommendations and figures are without theirs."""

    agency_mentions: tuple[AgencyMention, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    quoted: tuple[figures.Quoted, ...] = ()
    case_facts: tuple[CaseFact, ...] = ()
    concordance: Concordance = field(default_factory=Concordance)


def join_themes(found: Found, mentions: Sequence[Mention]) -> Tagged:
    """Return all that is tagged in a review, recommendations and figures with their themes."""
    return Tagged(
        mentions=tuple(mentions),
        agency_mentions=found.agency_mentions,
        recommendations=recommendations.name_themes(found.recommendations, mentions),
        figures=figures.name_themes(found.quoted, mentions),
        case_facts=found.case_facts,
    )


def choose_passages(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages that are tagged: those in English, as no rule here can read another language."""
    return [passage for passage in passages if passage.is_english]


class ReviewTagger:
    """Tags reviews with a codebook; made once per process, used for many reviews.

    Args:
        codebook: folder of the codebook; the packaged one where None.

    Raises:
        CodebookError: where the codebook has problems.
    """

    def __init__(self, codebook: Path | str | None = None) -> None:
        self.nlp = make_nlp()
        self._path = codebook
        self.authority = load_authority()

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook."""
        return load_codebook(self._path)

    @cached_property
    def themes(self) -> ThemeTagger:
        """The tagger of themes; made when the first is looked for."""
        return ThemeTagger(self.codebook, self.nlp)

    def tag_review(self, review: Review, doc: Document, passages: Sequence[Passage]) -> Tagged:
        """Return the themes, agencies, figures, recommendations and facts of a review.

        Passages in another language than English are passed over: no rule here can read them.
        """
        passages = choose_passages(passages)
        spacy_docs = self.read(passages)
        mentions = self.find_themes(review, doc, passages, spacy_docs)
        return join_themes(self.find_rest(review, doc, passages, spacy_docs), mentions)

    def read(self, passages: Sequence[Passage]) -> list[Doc]:
        """Return the texts of passages as the other methods take them."""
        return read_texts(self.nlp, (passage.text for passage in passages))

    def find_themes(
        self, review: Review, doc: Document, passages: Sequence[Passage], spacy_docs: Sequence[Doc]
    ) -> tuple[Mention, ...]:
        """Return the mentions of themes in the passages of a review, see ``choose_passages``."""
        return self.themes.tag_passages(passages, spacy_docs, doc=doc, kind=review.kind)

    @paused_collector()
    def find_rest(
        self, review: Review, doc: Document, passages: Sequence[Passage], spacy_docs: Sequence[Doc]
    ) -> Found:
        """Return all that is not a theme in the passages of a review, see ``choose_passages``."""
        mentions = find_agencies(doc, passages, spacy_docs, self.authority, review=review)
        areas = find_areas(doc, passages, mentions, self.authority)
        recs = recommendations.find_recommendations(
            doc, passages, spacy_docs, (), mentions, self.authority, review=review
        )
        mentions = mark_addressed(mentions, recs)
        return Found(
            agency_mentions=tuple(sorted((*mentions, *areas), key=lambda mention: mention.start)),
            recommendations=recs,
            quoted=figures.find_quoted(doc, passages, spacy_docs),
            case_facts=find_case_facts(review, doc, passages, spacy_docs),
            concordance=make_concordance(spacy_docs),
        )
