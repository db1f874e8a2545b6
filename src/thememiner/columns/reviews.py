"""The reviews, what they say of their cases, and what could not be read."""

from __future__ import annotations

from thememiner.columns.declaration import (
    END,
    PAGE,
    PASSAGE,
    REVIEW,
    START,
    ColumnType,
    Table,
    int_,
    list_,
    text,
)

CASE_ATTRIBUTES: dict[str, ColumnType] = {
    "incident": "text",
    "child_age_months": "int",
    "child_gender": "text",
    "n_children": "int",
    "known_to_social_care": "text",
    "legal_status": "text",
    "category_of_harm": "list",
    "ethnicity": "text",
    "local_areas": "list",
    "commissioned_by": "list",
    "authors": "list",
    "period_from": "text",
    "period_to": "text",
    "method": "list",
    "parallel_proceedings": "list",
    "sample_size": "int",
    "areas_visited": "list",
}
"""Attributes of a review's case, each a column of ``reviews``; the manifest may give any of them."""

REVIEWS = Table(
    "reviews",
    "One row per PDF of the corpus, read or not",
    (
        text("review_id", "Id of the review: the first 12 hex digits of the PDF's SHA-256"),
        text("title", "Title, from the manifest or else from the document"),
        text("kind", "Kind of document, from the manifest or else from the document"),
        text("publisher", "Publisher, from the manifest or else from the document"),
        text("area", "Local area, from the manifest or else from the document"),
        text("published_on", "Date of publication, as exact as is known: 2020, 2020-03 or 2020-03-04"),
        text("path", "Path of the PDF in the corpus folder"),
        text("sha256", "SHA-256 of the PDF"),
        text("source_url", "Where it was published, from the manifest"),
        int_("n_pages", "Pages of the PDF"),
        int_("n_words", "Words of running text, without headers, footers and page numbers"),
        int_("n_passages", "Rows of this review in passages"),
        int_("n_mentions", "Rows of this review in mentions"),
        int_("n_recommendations", "Rows of this review in recommendations"),
        text(
            "status",
            "ok; partial: some pages could not be read; no_text: only pictures; failed: see failures",
        ),
        text("licence", "Licence, from the manifest"),
        int_("n_agency_mentions", "Rows of this review in agency_mentions"),
        int_("n_figures", "Rows of this review in figures"),
        text("reader", "What read the text: pdfium, pdfium-resaved or pdfplumber"),
        int_("is_case", "1 where it is a review of one case, in which the facts from here on are looked for"),
        text("incident", "What happened to the child: death, serious harm or other"),
        int_("child_age_months", "Age of the child at the incident, in months; of the youngest, if several"),
        text("child_age", "That age as printed"),
        text("child_gender", "female or male, as the review prints it"),
        int_("n_children", "Children whom the review is about"),
        text(
            "known_to_social_care",
            "Was the child or the family known to children's social care: now (at the incident), before, "
            "known (the review does not say when), not at the time, or never",
        ),
        text("legal_status", "At the incident: child protection plan, looked after, child in need or none"),
        list_("category_of_harm", "Category of the plan, or the kind of harm that the review is about"),
        text("ethnicity", "Ethnicity of the child or family, as printed"),
        list_("local_areas", "Areas of the boards that commissioned it"),
        list_("commissioned_by", "Boards or partnerships that commissioned it"),
        list_("authors", "Who wrote it"),
        text("period_from", "First day of the period under review, as exact as printed"),
        text("period_to", "Last day of the period under review"),
        list_("method", "How the review was done"),
        list_("parallel_proceedings", "Criminal, coronial and other proceedings that it speaks of"),
        int_("sample_size", "Cases or children that a thematic review or an inspection looked at"),
        list_("areas_visited", "Areas that it visited"),
        int_(
            "n_passages_untagged", "Passages in another language than English, in which nothing is looked for"
        ),
        list_("languages", "Languages of its passages (ISO 639), that of the most words first"),
    ),
    key="review_id",
)

CASE_FACTS = Table(
    "case_facts",
    "What the reviews say of their cases, with the sentences; those used are the columns of reviews",
    (
        text("fact_id", "Id of the fact"),
        REVIEW,
        text("attribute", "What it tells: a column of reviews, from incident to areas_visited"),
        text("value", "Its value, in the form in which it is counted"),
        text("text", "As printed"),
        text(
            "sure",
            "stated; inferred (from a title, pronouns or the sentence beside it); conflicting with what the "
            "review says elsewhere; manifest: from corpus.toml",
        ),
        int_("used", "1 where it is the value, or one of the values, in reviews"),
        PASSAGE,
        PAGE,
        text("sentence", "The sentence"),
        START,
        END,
    ),
    key="fact_id",
    large=True,
)

FAILURES = Table(
    "failures",
    "What could not be read, and what can be done",
    (
        text("review_id", "The review", "reviews"),
        text("path", "Path of the file in the corpus folder"),
        text("stage", "Where it failed: corpus, extraction, tagging"),
        text("error", "What is wrong"),
        text("advice", "What can be done"),
    ),
)
