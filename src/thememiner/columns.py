"""Every table and column, declared once, with what it means.

The declarations drive the CSV files, the sheets, the database, the data dictionary and
the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "int", "real", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type and meaning; ``refers`` names the table of the id it holds."""

    name: str
    type: ColumnType
    meaning: str
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one record a row."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: str = ""
    database_only: bool = False
    """Too large or too technical for a spreadsheet."""
    large: bool = False
    """It grows with the pages: kept on disk while a report is made."""


def _text(name: str, meaning: str, refers: str = "") -> Column:
    return Column(name, "text", meaning, refers)


def _int(name: str, meaning: str) -> Column:
    return Column(name, "int", meaning)


def _real(name: str, meaning: str) -> Column:
    return Column(name, "real", meaning)


def _list(name: str, meaning: str, refers: str = "") -> Column:
    return Column(name, "list", meaning, refers)


_REVIEW = _text("review_id", "The review: the first 12 hex digits of the PDF's SHA-256", "reviews")
_PASSAGE = _text("passage_id", "The passage", "passages")
_PAGE = _int("page", "Page of the PDF, counted from 1")
_START = _int("start", "Where it begins in the review's text, in Unicode code points from 0")
_END = _int("end", "Where it ends in the review's text (the first code point after it)")

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
        _text("review_id", "Id of the review: the first 12 hex digits of the PDF's SHA-256"),
        _text("title", "Title, from the manifest or else from the document"),
        _text("kind", "Kind of document, from the manifest or else from the document"),
        _text("publisher", "Publisher, from the manifest or else from the document"),
        _text("area", "Local area, from the manifest or else from the document"),
        _text("published_on", "Date of publication, as exact as is known: 2020, 2020-03 or 2020-03-04"),
        _text("path", "Path of the PDF in the corpus folder"),
        _text("sha256", "SHA-256 of the PDF"),
        _text("source_url", "Where it was published, from the manifest"),
        _int("n_pages", "Pages of the PDF"),
        _int("n_words", "Words of running text, without headers, footers and page numbers"),
        _int("n_passages", "Rows of this review in passages"),
        _int("n_mentions", "Rows of this review in mentions"),
        _int("n_recommendations", "Rows of this review in recommendations"),
        _text(
            "status",
            "ok; partial: some pages could not be read; no_text: only pictures; failed: see failures",
        ),
        _text("licence", "Licence, from the manifest"),
        _int("n_agency_mentions", "Rows of this review in agency_mentions"),
        _int("n_figures", "Rows of this review in figures"),
        _text("reader", "What read the text: pdfium, pdfium-resaved or pdfplumber"),
        _int("is_case", "1 where it is a review of one case, in which the facts from here on are looked for"),
        _text("incident", "What happened to the child: death, serious harm or other"),
        _int("child_age_months", "Age of the child at the incident, in months; of the youngest, if several"),
        _text("child_age", "That age as printed"),
        _text("child_gender", "female or male, as the review prints it"),
        _int("n_children", "Children whom the review is about"),
        _text(
            "known_to_social_care",
            "Was the child or the family known to children's social care: now (at the incident), before, "
            "known (the review does not say when), not at the time, or never",
        ),
        _text("legal_status", "At the incident: child protection plan, looked after, child in need or none"),
        _list("category_of_harm", "Category of the plan, or the kind of harm that the review is about"),
        _text("ethnicity", "Ethnicity of the child or family, as printed"),
        _list("local_areas", "Areas of the boards that commissioned it"),
        _list("commissioned_by", "Boards or partnerships that commissioned it"),
        _list("authors", "Who wrote it"),
        _text("period_from", "First day of the period under review, as exact as printed"),
        _text("period_to", "Last day of the period under review"),
        _list("method", "How the review was done"),
        _list("parallel_proceedings", "Criminal, coronial and other proceedings that it speaks of"),
        _int("sample_size", "Cases or children that a thematic review or an inspection looked at"),
        _list("areas_visited", "Areas that it visited"),
        _int(
            "n_passages_untagged", "Passages in another language than English, in which nothing is looked for"
        ),
        _list("languages", "Languages of its passages (ISO 639), that of the most words first"),
    ),
    key="review_id",
)
PASSAGES = Table(
    "passages",
    "Paragraphs, list items, table rows and headings, in reading order",
    (
        _text("passage_id", "Id of the passage"),
        _REVIEW,
        _int("ordinal", "Place in the review, from 1"),
        _text("number", "Number or marker as printed: 4.12, a), •"),
        _list("section", "Headings above it, outermost first"),
        _text(
            "role",
            "front_matter, contents, summary, method, narrative, finding, recommendation, response, "
            "appendix or reference",
        ),
        _int("page_first", "Page on which it begins, from 1"),
        _int("page_last", "Page on which it ends"),
        _text("text", "Its text"),
        _int("n_words", "Words in it"),
        _text("kind", "heading, paragraph, list_item, table_row, caption, footnote or contents"),
        _START,
        _END,
        _real("ocr_confidence", "How sure OCR is of it, 0 to 1; empty where the text layer was read"),
        _text("note_of", "Of a footnote: the passage that cites it; the mark is the footnote's number"),
        _text("language", "ISO 639 code: en, cy (Welsh) ...; und: unknown letters. Only English is tagged"),
    ),
    key="passage_id",
    large=True,
)
MENTIONS = Table(
    "mentions",
    "Every place where a cue of a theme fired",
    (
        _text("mention_id", "Id of the mention"),
        _REVIEW,
        _PASSAGE,
        _PAGE,
        _text("theme_id", "The theme", "themes"),
        _text("cue_id", "The cue that fired", "cues"),
        _text("text", "The words that earned the theme"),
        _text("sentence", "The sentence they stand in"),
        _text(
            "status",
            "asserted, passing (the passage is not about it), negated, hypothetical, quoted or boilerplate; "
            "only asserted ones are counted",
        ),
        _text("polarity", "concern, strength or neutral"),
        _START,
        _END,
    ),
    key="mention_id",
    large=True,
)
RECOMMENDATIONS = Table(
    "recommendations",
    "What the reviews ask for, and its kin (see kind); repeats within a review are one row",
    (
        _text("recommendation_id", "Id of the recommendation"),
        _REVIEW,
        _text(
            "kind",
            "recommendation, priority_action, area_for_improvement, matter_of_concern, question_for_board, "
            "learning_point, finding or good_practice",
        ),
        _text("number", "Number as printed"),
        _text("text", "Its fullest text"),
        _PAGE,
        _list("also_pages", "Further pages on which it is printed"),
        _list("section", "Headings above it, outermost first"),
        _list("addressees", "Who is asked"),
        _text("action", "The verb of what is asked"),
        _text("strength", "must, should or consider"),
        _text("due", "The deadline as printed"),
        _list("theme_ids", "Themes mentioned in it", "themes"),
        _list("passage_ids", "Passages it stands in, the definitive one first", "passages"),
        _text("lineage_id", "Shared by recommendations of different reviews that ask for the same thing"),
        _text(
            "response",
            "accepted, partially_accepted (also in principle), rejected or noted, where a response says so",
        ),
        _list("addressee_ids", "The addressees that the authority file knows", "agencies"),
        _int("addressees_implied", "1 where the addressee is implied, not printed"),
        _text(
            "addressee_basis",
            "How the addressees were found: owner (a column or a remark in brackets), subject, lead_in, "
            "heading, before (they, it: those of the item before); implied: practice (whose practice it "
            "describes), audience (whom the review as a whole speaks to)",
        ),
        _text("due_by", "The deadline as a date, as exact as it is known: 2031, 2031-03 or 2031-03-31"),
        _text("due_period", "The deadline as an ISO 8601 period: P6M is six months, R/P6M every six months"),
        _text("due_since", "What the period is counted from, as printed: publication"),
        _int("measurable", "1 where the item says how one could tell that it is done"),
        _text("measure", "The words that say so: a deadline, a number, how often, an audit or report"),
        _text("response_text", "The sentence that answers it"),
        _int("response_page", "Page of that sentence"),
        _int(
            "is_restatement",
            "1 in a document that answers recommendations: another document asked for it; no count of what "
            "was asked holds it",
        ),
        _text(
            "restates",
            "The recommendation that it answers, where that review is in the corpus",
            "recommendations",
        ),
    ),
    key="recommendation_id",
    large=True,
)
AGENCIES = Table(
    "agencies",
    "Bodies and roles that occur in the corpus",
    (
        _text("agency_id", "Id of the agency"),
        _text("label", "Its name"),
        _text("kind", "department, inspectorate, police, health, local_authority, board, role ..."),
        _int("n_reviews", "Reviews that mention it"),
        _int("n_mentions", "Rows in agency_mentions"),
        _int("n_recommendations", "Recommendations addressed to it"),
        _text("country", "Where it works, if that is settled"),
        _text("valid_from", "Since when it has existed"),
        _text("valid_to", "Until when it existed"),
        _text("successor_id", "What took its place"),
    ),
    key="agency_id",
)
AGENCY_MENTIONS = Table(
    "agency_mentions",
    "Every place where an agency is named",
    (
        _text("mention_id", "Id of the mention"),
        _REVIEW,
        _PASSAGE,
        _PAGE,
        _text("text", "The words"),
        _text("agency_id", "The agency; empty where it is not settled which is meant", "agencies"),
        _text("rule", "How it was resolved"),
        _list("candidates", "Agencies that could be meant, where it is not settled"),
        _text("part", "Its part there: commissioner, addressed, involved or background"),
        _START,
        _END,
    ),
    key="mention_id",
    large=True,
)
UNRESOLVED_MENTIONS = Table(
    "unresolved_mentions",
    "Names that look like an agency and are settled as none: what to add to the authority file",
    (
        _text("text", "The words"),
        _int("n", "Rows in agency_mentions with these words"),
        _int("n_reviews", "Reviews with these words"),
        _list("candidates", "Agencies that could be meant; empty where none is known", "agencies"),
        _text("example", "The first of these rows, in its passage"),
        _REVIEW,
        _PAGE,
        _PASSAGE,
    ),
)
FIGURES = Table(
    "figures",
    "Statistics that the reviews print",
    (
        _text("figure_id", "Id of the figure"),
        _REVIEW,
        _PAGE,
        _int("count", "The count"),
        _real("percentage", "The percentage, 0 to 100"),
        _int("denominator", "Of how many"),
        _text("denominator_text", "Of how many what, as printed"),
        _list("theme_ids", "Themes in the same sentence", "themes"),
        _text("sentence", "The sentence"),
        _text("check", "agrees or disagrees: is the count that percentage of the denominator?"),
        _PASSAGE,
        _START,
        _END,
    ),
    key="figure_id",
    large=True,
)
CASE_FACTS = Table(
    "case_facts",
    "What the reviews say of their cases, with the sentences; those used are the columns of reviews",
    (
        _text("fact_id", "Id of the fact"),
        _REVIEW,
        _text("attribute", "What it tells: a column of reviews, from incident to areas_visited"),
        _text("value", "Its value, in the form in which it is counted"),
        _text("text", "As printed"),
        _text(
            "sure",
            "stated; inferred (from a title, pronouns or the sentence beside it); conflicting with what the "
            "review says elsewhere; manifest: from corpus.toml",
        ),
        _int("used", "1 where it is the value, or one of the values, in reviews"),
        _PASSAGE,
        _PAGE,
        _text("sentence", "The sentence"),
        _START,
        _END,
    ),
    key="fact_id",
    large=True,
)
FAILURES = Table(
    "failures",
    "What could not be read, and what can be done",
    (
        _text("review_id", "The review", "reviews"),
        _text("path", "Path of the file in the corpus folder"),
        _text("stage", "Where it failed: corpus, extraction, tagging"),
        _text("error", "What is wrong"),
        _text("advice", "What can be done"),
    ),
)
THEMES = Table(
    "themes",
    "The codebook's themes and how often each occurs",
    (
        _text("theme_id", "Id of the theme"),
        _text("label", "Its name"),
        _text("group", "The group it belongs to"),
        _text("tier", "core or extended"),
        _int("n_mentions", "Asserted mentions"),
        _int("n_passages", "Passages with an asserted mention"),
        _int("n_reviews", "Reviews with an asserted mention"),
        _real("share_reviews", "n_reviews as a share of the reviews that could be read"),
        _real("share_low", "Lower end of the 95% interval of that share (Wilson)"),
        _real("share_high", "Upper end of the interval"),
        _int("n_concern", "Asserted mentions as a concern"),
        _int("n_strength", "Asserted mentions as a strength"),
        _int("n_neutral", "Asserted mentions as neither"),
        _int("n_reviews_concern", "Reviews with the theme as a concern"),
        _int("n_recommendations", "Recommendations that mention it"),
        _text("definition", "What it means"),
        _text("include", "What counts as it"),
        _text("exclude", "What does not"),
    ),
    key="theme_id",
)
CUES = Table(
    "cues",
    "The cues of the codebook and how often each fired",
    (
        _text("cue_id", "Id of the cue"),
        _text("theme_id", "The theme it speaks for", "themes"),
        _text("cue", "The cue in the codebook's notation"),
        _int("n_mentions", "Mentions that it earned, of any status"),
    ),
    key="cue_id",
)
NODES = Table(
    "nodes",
    "Nodes of the network",
    (
        _text("node_id", "Id: the kind, a colon and the id of the record"),
        _text("kind", "review, theme, agency or recommendation"),
        _text("label", "What to write beside it"),
        _int("n_reviews", "Reviews it occurs in"),
        _int("degree", "Nodes it is linked with, themes of the same review apart"),
        _real("strength", "Sum of the weights of these links"),
        _real("betweenness", "Share of shortest paths that lead over it, among themes and agencies"),
        _int("community", "Group of themes and agencies that go together (Louvain), from 1; 0 for others"),
        _text("year", "Year of a review, or of the review that makes a recommendation"),
        _real("pagerank", "PageRank among themes and agencies; they sum to 1"),
        _real("eigenvector", "Eigenvector centrality among linked themes and agencies, 0 to 1"),
        _real("x", "Place of a theme or agency in the picture, 0 (left) to 1 (right)"),
        _real("y", "Place of a theme or agency in the picture, 0 (top) to 1 (bottom)"),
    ),
    key="node_id",
    large=True,
)
EDGES = Table(
    "edges",
    "Links of the network",
    (
        _text("source", "Node from which it leads", "nodes"),
        _text("target", "Node to which it leads", "nodes"),
        _text(
            "kind",
            "has_theme, makes, answers, involves, commissioned_by, names, addresses, concerns, co_occurs, "
            "co_occurs_in_review, criticised_on, praised_on, repeats or restates (docs/network.md)",
        ),
        _int("weight", "Passages it stands on; co_occurs_in_review: reviews"),
        _int("n_reviews", "Reviews it stands on"),
        _list("evidence", "The passages it stands on", "passages"),
        _text("first_year", "Year of the earliest of these reviews"),
        _text("last_year", "Year of the latest"),
        _real("lift", "Links of themes with themes: how many times more often than by chance"),
        _real("q", "Links of themes with themes: chance of such a pair by accident (see cooccurrence)"),
        _int("backbone", "co_occurs: 1 where the link is part of the backbone (see cooccurrence)"),
        _list("years", "Years of these reviews"),
    ),
    large=True,
)
COOCCURRENCE = Table(
    "cooccurrence",
    "Pairs of themes that meet, beside what chance would have it; the least accidental first",
    (
        _text("theme_a", "A theme", "themes"),
        _text("theme_b", "Another theme", "themes"),
        _text("unit", "Where they meet: passage or review"),
        _int("n_together", "Units with both; a passage printed several times counts once"),
        _int("n_a", "Units with theme_a"),
        _int("n_b", "Units with theme_b"),
        _int("n_units", "Units with any theme"),
        _int("n_reviews", "Reviews in which they meet"),
        _real("expected", "Units with both if the two were independent: n_a x n_b / n_units"),
        _real("lift", "n_together / expected: 1 is chance, 3 is three times as often"),
        _real("p", "Chance of so many or more if they were independent (hypergeometric)"),
        _real("q", "p, corrected for the number of pairs of the unit (Benjamini and Hochberg)"),
        _real(
            "log_likelihood", "G2, the log-likelihood ratio (Dunning); negative where they avoid each other"
        ),
        _real("jaccard", "Units with both as a share of the units with either"),
        _real("cosine", "n_together / square root of n_a x n_b (Ochiai)"),
        _real("disparity", "How likely so strong a link is at the less busy end (disparity filter)"),
        _int("backbone", "1 where lift is above 1, q below 0.05 and disparity below 0.05"),
        _list("evidence", "Unit passage: the passages with both, each text once", "passages"),
    ),
    large=True,
)
LINEAGES = Table(
    "lineages",
    "Groups of recommendations of different reviews that ask for the same thing; the most asked first",
    (
        _text("lineage_id", "Id of the group"),
        _text("text", "The wording most like all others of the group"),
        _int("n_recommendations", "How often it was asked"),
        _int("n_reviews", "In how many reviews"),
        _text("first_asked", "When the first of these reviews was published"),
        _text("last_asked", "When the last was published"),
        _list("publishers", "Who asked"),
        _list("addressees", "Who was asked"),
        _list("theme_ids", "Themes of at least half of them", "themes"),
        _list("responses", "What was answered, in order: the date of the response, and accepted, ..."),
        _real("likeness", "How alike the two least alike wordings are, 0 to 1"),
        _list("recommendation_ids", "The recommendations, in order of publication", "recommendations"),
    ),
    key="lineage_id",
)
LINEAGE_MEMBERS = Table(
    "lineage_members",
    "The recommendations of each lineage in order of publication, and how the wording moved",
    (
        _text("lineage_id", "The lineage", "lineages"),
        _text("recommendation_id", "The recommendation", "recommendations"),
        _REVIEW,
        _int("ordinal", "Place in the order of publication, from 1"),
        _text("asked_on", "When its review was published"),
        _text("publisher", "Who asked"),
        _list("addressees", "Who was asked"),
        _list("responses", "What was answered, and when"),
        _real("likeness", "How alike the wording before it is, 0 to 1; empty for the first"),
        _text("drift", "Words since the wording before it: [-gone-] {+new+}; the first in full"),
    ),
)
ANNUAL = Table(
    "annual",
    "What a panel prints in its annual report: reviews with a death, with a child under one, with each theme",
    (
        _text("group", "case: a fact of the case; theme: a practice theme as a concern"),
        _text("measure_id", "Id of the line: a fact, or the theme's id"),
        _text("label", "What is counted"),
        _int("n", "Reviews of which it holds"),
        _int("n_stated", "Of how many: reviews that say whether it holds"),
        _real("share_stated", "n as a share of n_stated"),
        _real("share_low", "Lower end of the 95% interval of that share (Wilson)"),
        _real("share_high", "Upper end of the interval"),
        _text("printed", "The count and the share as annual reports print them"),
        _text("denominator", "What n_stated counts"),
        _int("n_all", "All reviews of one case (case), or all that could be read (theme)"),
        _real("share_all", "n as a share of n_all, as if the reviews that say nothing said no"),
        _list("review_ids", "The reviews of which it holds", "reviews"),
        _list("evidence", "For each of them, the first passage that says it", "passages"),
    ),
)
FIGURE_CONFLICTS = Table(
    "figure_conflicts",
    "Figures of the same measure that differ between documents, side by side",
    (
        _text("conflict_id", "Shared by the figures of one measure"),
        _text("measure", "Words that the sentences around them share"),
        _text("figure_id", "The figure", "figures"),
        _REVIEW,
        _PAGE,
        _int("count", "The count that it prints"),
        _real("percentage", "The percentage that it prints"),
        _int("denominator", "Of how many"),
        _text("sentence", "Its sentence"),
    ),
)
GAPS = Table(
    "gaps",
    "What was found but not asked, and what was asked of nobody or for no day",
    (
        _text(
            "gap",
            "theme_without_recommendation, agency_not_addressed, recommendation_without_owner or "
            "recommendation_without_deadline",
        ),
        _REVIEW,
        _text("theme_id", "The theme of which the review makes a concern but asks nothing", "themes"),
        _text("agency_id", "The agency that the review criticises but asks nothing of", "agencies"),
        _text("recommendation_id", "The recommendation without owner or deadline", "recommendations"),
        _text("label", "The theme, the agency or the recommendation in words"),
        _int("n_passages", "Passages it stands on"),
        _int("n_elsewhere", "Recommendations of other reviews about the theme or to the agency"),
        _list("evidence", "The passages it stands on", "passages"),
    ),
    large=True,
)
DOCUMENTS = Table(
    "documents",
    "The running text of each review",
    (_REVIEW, _text("text", "The text that all offsets point into")),
    key="review_id",
    database_only=True,
    large=True,
)
LINES = Table(
    "lines",
    "Where each stretch of text is printed, in points from the top left of the page",
    (
        _REVIEW,
        _PAGE,
        _START,
        _END,
        _real("x0", "Left"),
        _real("top", "Top"),
        _real("x1", "Right"),
        _real("bottom", "Bottom"),
    ),
    database_only=True,
    large=True,
)
PAGES = Table(
    "pages",
    "The pages of each review",
    (
        _REVIEW,
        _PAGE,
        _text("label", "Page number as printed"),
        _real("width", "Width in points"),
        _real("height", "Height in points"),
        _int("n_chars", "Characters of the page's text layer"),
        _int("n_dropped", "Of these, characters that are in no passage and no furniture"),
        _real("ocr_confidence", "How sure OCR is of the page, 0 to 1; empty where the text layer was read"),
    ),
    database_only=True,
    large=True,
)

TABLES = (
    REVIEWS, PASSAGES, MENTIONS, RECOMMENDATIONS, THEMES, CUES, AGENCIES, AGENCY_MENTIONS,
    UNRESOLVED_MENTIONS, FIGURES, CASE_FACTS, ANNUAL, NODES, EDGES, COOCCURRENCE, LINEAGES,
    LINEAGE_MEMBERS, FIGURE_CONFLICTS, GAPS, FAILURES, DOCUMENTS, LINES, PAGES,
)  # fmt: skip

DERIVED = (
    THEMES, CUES, AGENCIES, UNRESOLVED_MENTIONS, ANNUAL, NODES, EDGES, COOCCURRENCE, LINEAGES,
    LINEAGE_MEMBERS, FIGURE_CONFLICTS, GAPS,
)  # fmt: skip
"""Tables that are counted from other tables, not gathered from the reviews."""

# Not one of TABLES: verdicts are people's, not an output of a run, and change between runs.
JUDGEMENTS = Table(
    "judgements",
    "What people said of mentions and recommendations; a later row of the same reviewer replaces an earlier",
    (
        _text("judgement_id", "Id of the judgement"),
        _text("kind", "mention or recommendation"),
        _text("item_id", "The mention or recommendation as it was judged; empty where the tool had none"),
        _text("verdict", "accept, reject, unsure, or missed: a person found it and the tool did not"),
        _text("polarity", "What the reviewer reads it as, where that was said"),
        _text("note", "The reviewer's note"),
        _text("reviewer", "Who judged"),
        _text("judged_at", "When, in UTC: 2026-03-04T10:20:30Z"),
        _REVIEW,
        _PASSAGE,
        _PAGE,
        _text("theme_id", "The theme; empty for a recommendation", "themes"),
        _START,
        _END,
        _text("text", "The words that were judged"),
        _text("sentence", "The sentence they stand in"),
    ),
    key="judgement_id",
)
