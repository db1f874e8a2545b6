"""The text of the reviews: passages, and where each line of it is printed."""

from __future__ import annotations

from thememiner.columns.declaration import END, PAGE, REVIEW, START, Table, int_, list_, real, text

PASSAGES = Table(
    "passages",
    "Paragraphs, list items, table rows and headings, in reading order",
    (
        text("passage_id", "Id of the passage"),
        REVIEW,
        int_("ordinal", "Place in the review, from 1"),
        text("number", "Number or marker as printed: 4.12, a), •"),
        list_("section", "Headings above it, outermost first"),
        text(
            "role",
            "front_matter, contents, summary, method, narrative, finding, recommendation, response, "
            "appendix or reference",
        ),
        int_("page_first", "Page on which it begins, from 1"),
        int_("page_last", "Page on which it ends"),
        text("text", "Its text"),
        int_("n_words", "Words in it"),
        text("kind", "heading, paragraph, list_item, table_row, caption, footnote or contents"),
        START,
        END,
        real("ocr_confidence", "How sure OCR is of it, 0 to 1; empty where the text layer was read"),
        text("note_of", "Of a footnote: the passage that cites it; the mark is the footnote's number"),
        text("language", "ISO 639 code: en, cy (Welsh) ...; und: unknown letters. Only English is tagged"),
    ),
    key="passage_id",
    large=True,
)

DOCUMENTS = Table(
    "documents",
    "The running text of each review",
    (REVIEW, text("text", "The text that all offsets point into")),
    key="review_id",
    database_only=True,
    large=True,
)

LINES = Table(
    "lines",
    "Where each stretch of text is printed, in points from the top left of the page",
    (
        REVIEW,
        PAGE,
        START,
        END,
        real("x0", "Left"),
        real("top", "Top"),
        real("x1", "Right"),
        real("bottom", "Bottom"),
    ),
    database_only=True,
    large=True,
)

PAGES = Table(
    "pages",
    "The pages of each review",
    (
        REVIEW,
        PAGE,
        text("label", "Page number as printed"),
        real("width", "Width in points"),
        real("height", "Height in points"),
        int_("n_chars", "Characters of the page's text layer"),
        int_("n_dropped", "Of these, characters that are in no passage and no furniture"),
        real("ocr_confidence", "How sure OCR is of the page, 0 to 1; empty where the text layer was read"),
    ),
    database_only=True,
    large=True,
)
