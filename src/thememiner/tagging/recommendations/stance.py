"""Whose recommendations a document prints: its own, those it answers, somebody else's, or none at all."""

from __future__ import annotations

from collections.abc import Sequence

from thememiner.records import Document, Review
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import Stance, load_vocabulary

_COVER_CHARS = 400


def read_cover(parts: Sequence[Part], *, n_chars: int = _COVER_CHARS) -> str:
    """Return the first words of a document, in which it says what it is."""
    return plain(" ".join(part.text for part in parts if part.page <= 2))[:n_chars]


def is_review(parts: Sequence[Part], review: Review) -> bool:
    """Return whether the document calls itself a review, an inspection, an inquiry or the like."""
    pattern = dict(load_vocabulary().stances)["own"]
    return bool(pattern.search(plain(f"{review.title} . {review.kind}")) or pattern.search(read_cover(parts)))


def read_stance(doc: Document, parts: Sequence[Part], review: Review) -> Stance:
    """Return own, response, secondary (another body's report retold) or standards (guidance).

    Its title, its kind and its cover decide; a report stays a report though its cover names guidance.
    """
    title = "\n".join(map(plain, (review.title, review.kind, doc.metadata.get("title", ""))))
    cover = read_cover(parts)
    patterns = dict(load_vocabulary().stances)
    # A phrase ends with its heading: no pattern reads over a line break.
    headings = "\n".join(plain(part.text) for part in parts if part.page <= 2 and part.is_heading)[
        :_COVER_CHARS
    ]
    if patterns["secondary"].search(title) or patterns["secondary"].search(cover):
        return "secondary"
    if patterns["response"].search(title) or patterns["response"].search(headings):
        return "response"
    named = "\n".join(map(plain, (review.title, doc.metadata.get("title", ""))))
    if review.kind.lower() in load_vocabulary().standards_kinds:
        return "standards"
    if patterns["standards"].search(named) and "report" not in named.lower():
        return "standards"
    if is_review(parts, review):
        return "own"
    return "standards" if patterns["standards"].search(cover) else "own"
