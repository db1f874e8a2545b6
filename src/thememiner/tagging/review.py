"""All that is tagged in one review, in the order in which one step needs another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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

from .agencies import find_agencies, find_areas, load_authority, mark_addressed
from .case import find_case_facts
from .codebook import load_codebook
from .figures import find_figures
from .language import make_nlp, read_texts
from .recommendations import find_recommendations
from .themes import ThemeTagger


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """What tagging adds to a review's text."""

    mentions: tuple[Mention, ...] = ()
    agency_mentions: tuple[AgencyMention, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    figures: tuple[Figure, ...] = ()
    case_facts: tuple[CaseFact, ...] = ()


class ReviewTagger:
    """Tags reviews with a codebook; made once per process, used for many reviews.

    Args:
        codebook: folder of the codebook; the packaged one where None.

    Raises:
        CodebookError: where the codebook has problems.
    """

    def __init__(self, codebook: Path | str | None = None) -> None:
        self.nlp = make_nlp()
        self.codebook = load_codebook(codebook)
        self.authority = load_authority()
        self.themes = ThemeTagger(self.codebook, self.nlp)

    def tag_review(self, review: Review, doc: Document, passages: Sequence[Passage]) -> Tagged:
        """Return the themes, agencies, figures, recommendations and facts of a review.

        Passages in another language than English are passed over: no rule here can read them.
        """
        passages = [passage for passage in passages if passage.is_english]
        spacy_docs = read_texts(self.nlp, (passage.text for passage in passages))
        mentions = self.themes.tag_passages(passages, spacy_docs, doc=doc, kind=review.kind)
        agency_mentions = find_agencies(doc, passages, spacy_docs, self.authority, review=review)
        areas = find_areas(doc, passages, agency_mentions, self.authority)
        recommendations = find_recommendations(
            doc, passages, spacy_docs, mentions, agency_mentions, self.authority, review=review
        )
        agency_mentions = mark_addressed(agency_mentions, recommendations)
        return Tagged(
            mentions=mentions,
            agency_mentions=tuple(sorted((*agency_mentions, *areas), key=lambda mention: mention.start)),
            recommendations=recommendations,
            figures=find_figures(doc, passages, spacy_docs, mentions),
            case_facts=find_case_facts(review, doc, passages, spacy_docs),
        )
