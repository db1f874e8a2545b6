"""What people said of what was found."""

from __future__ import annotations

from thememiner.columns.declaration import END, PAGE, PASSAGE, REVIEW, START, Table, text

# Not one of TABLES: verdicts are people's, not an output of a run, and change between runs.
JUDGEMENTS = Table(
    "judgements",
    "What people said of mentions and recommendations; a later row of the same reviewer replaces an earlier",
    (
        text("judgement_id", "Id of the judgement"),
        text("kind", "mention or recommendation"),
        text("item_id", "The mention or recommendation as it was judged; empty where the tool had none"),
        text("verdict", "accept, reject, unsure, or missed: a person found it and the tool did not"),
        text("polarity", "What the reviewer reads it as, where that was said"),
        text("note", "The reviewer's note"),
        text("reviewer", "Who judged"),
        text("judged_at", "When, in UTC: 2026-03-04T10:20:30Z"),
        REVIEW,
        PASSAGE,
        PAGE,
        text("theme_id", "The theme; empty for a recommendation", "themes"),
        START,
        END,
        text("text", "The words that were judged"),
        text("sentence", "The sentence they stand in"),
    ),
    key="judgement_id",
)
