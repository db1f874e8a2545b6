"""Recommendations, and those of several reviews that ask for the same."""

from __future__ import annotations

from thememiner.columns.declaration import PAGE, REVIEW, Table, int_, list_, real, text

RECOMMENDATIONS = Table(
    "recommendations",
    "What the reviews ask for, and its kin (see kind); repeats within a review are one row",
    (
        text("recommendation_id", "Id of the recommendation"),
        REVIEW,
        text(
            "kind",
            "recommendation, priority_action, area_for_improvement, matter_of_concern, question_for_board, "
            "learning_point, finding or good_practice",
        ),
        text("number", "Number as printed"),
        text("text", "Its fullest text"),
        PAGE,
        list_("also_pages", "Further pages on which it is printed"),
        list_("section", "Headings above it, outermost first"),
        list_("addressees", "Who is asked"),
        text("action", "The verb of what is asked"),
        text("strength", "must, should or consider"),
        text("due", "The deadline as printed"),
        list_("theme_ids", "Themes mentioned in it", "themes"),
        list_("passage_ids", "Passages it stands in, the definitive one first", "passages"),
        text("lineage_id", "Shared by recommendations of different reviews that ask for the same thing"),
        text(
            "response",
            "accepted, partially_accepted (also in principle), rejected or noted, where a response says so",
        ),
        list_("addressee_ids", "The addressees that the authority file knows", "agencies"),
        int_("addressees_implied", "1 where the addressee is implied, not printed"),
        text(
            "addressee_basis",
            "How the addressees were found: owner (a column or a remark in brackets), subject, lead_in, "
            "heading, before (they, it: those of the item before); implied: practice (whose practice it "
            "describes), audience (whom the review as a whole speaks to)",
        ),
        text("due_by", "The deadline as a date, as exact as it is known: 2031, 2031-03 or 2031-03-31"),
        text("due_period", "The deadline as an ISO 8601 period: P6M is six months, R/P6M every six months"),
        text("due_since", "What the period is counted from, as printed: publication"),
        int_("measurable", "1 where the item says how one could tell that it is done"),
        text("measure", "The words that say so: a deadline, a number, how often, an audit or report"),
        text("response_text", "The sentence that answers it"),
        int_("response_page", "Page of that sentence"),
        int_(
            "is_restatement",
            "1 in a document that answers recommendations: another document asked for it; no count of what "
            "was asked holds it",
        ),
        text(
            "restates",
            "The recommendation that it answers, where that review is in the corpus",
            "recommendations",
        ),
    ),
    key="recommendation_id",
    large=True,
)

LINEAGES = Table(
    "lineages",
    "Groups of recommendations of different reviews that ask for the same thing; the most asked first",
    (
        text("lineage_id", "Id of the group"),
        text("text", "The wording most like all others of the group"),
        int_("n_recommendations", "How often it was asked"),
        int_("n_reviews", "In how many reviews"),
        text("first_asked", "When the first of these reviews was published"),
        text("last_asked", "When the last was published"),
        list_("publishers", "Who asked"),
        list_("addressees", "Who was asked"),
        list_("theme_ids", "Themes of at least half of them", "themes"),
        list_("responses", "What was answered, in order: the date of the response, and accepted, ..."),
        real("likeness", "How alike the two least alike wordings are, 0 to 1"),
        list_("recommendation_ids", "The recommendations, in order of publication", "recommendations"),
    ),
    key="lineage_id",
)

LINEAGE_MEMBERS = Table(
    "lineage_members",
    "The recommendations of each lineage in order of publication, and how the wording moved",
    (
        text("lineage_id", "The lineage", "lineages"),
        text("recommendation_id", "The recommendation", "recommendations"),
        REVIEW,
        int_("ordinal", "Place in the order of publication, from 1"),
        text("asked_on", "When its review was published"),
        text("publisher", "Who asked"),
        list_("addressees", "Who was asked"),
        list_("responses", "What was answered, and when"),
        real("likeness", "How alike the wording before it is, 0 to 1; empty for the first"),
        text("drift", "Words since the wording before it: [-gone-] {+new+}; the first in full"),
    ),
)
