"""Agencies, and where each is named."""

from __future__ import annotations

from thememiner.columns.declaration import END, PAGE, PASSAGE, REVIEW, START, Table, int_, list_, text

AGENCIES = Table(
    "agencies",
    "Bodies and roles that occur in the corpus",
    (
        text("agency_id", "Id of the agency"),
        text("label", "Its name"),
        text("kind", "department, inspectorate, police, health, local_authority, board, role ..."),
        int_("n_reviews", "Reviews that mention it"),
        int_("n_mentions", "Rows in agency_mentions"),
        int_("n_recommendations", "Recommendations addressed to it"),
        text("country", "Where it works, if that is settled"),
        text("valid_from", "Since when it has existed"),
        text("valid_to", "Until when it existed"),
        text("successor_id", "What took its place"),
    ),
    key="agency_id",
)

AGENCY_MENTIONS = Table(
    "agency_mentions",
    "Every place where an agency is named",
    (
        text("mention_id", "Id of the mention"),
        REVIEW,
        PASSAGE,
        PAGE,
        text("text", "The words"),
        text("agency_id", "The agency; empty where it is not settled which is meant", "agencies"),
        text("rule", "How it was resolved"),
        list_("candidates", "Agencies that could be meant, where it is not settled"),
        text("part", "Its part there: commissioner, addressed, involved or background"),
        START,
        END,
    ),
    key="mention_id",
    large=True,
)

UNRESOLVED_MENTIONS = Table(
    "unresolved_mentions",
    "Names that look like an agency and are settled as none: what to add to the authority file",
    (
        text("text", "The words"),
        int_("n", "Rows in agency_mentions with these words"),
        int_("n_reviews", "Reviews with these words"),
        list_("candidates", "Agencies that could be meant; empty where none is known", "agencies"),
        text("example", "The first of these rows, in its passage"),
        REVIEW,
        PAGE,
        PASSAGE,
    ),
)
