"""The tables that looking after a codebook makes, declared as the tables of a report are."""

from __future__ import annotations

from thememiner.columns import Column, Table

SUGGESTIONS = Table(
    "suggestions",
    "Phrases that uncoded findings and recommendations have more often than coded ones",
    (
        Column("phrase", "text", "One to four words"),
        Column("n_uncoded", "int", "How often it stands in uncoded passages"),
        Column("n_coded", "int", "How often in coded ones"),
        Column("n_reviews", "int", "Reviews with it in an uncoded passage"),
        Column(
            "log_likelihood", "real", "Keyness: 3.84 is p < 0.05, 10.83 p < 0.001 (of one phrase, not of all)"
        ),
        Column("log_ratio", "real", "Effect size: 1 is twice as frequent in uncoded passages, 2 four times"),
        Column("also", "list", "Shorter phrases that stand mostly in it, folded into it"),
        Column("sentence", "text", "An example"),
        Column("review_id", "text", "Where the example stands"),
        Column("page", "int", "Page of the PDF"),
        Column("passage_id", "text", "The passage of the example"),
    ),
)
DIFFERENCES = Table(
    "differences",
    "Themes that another codebook gives or takes, sentence by sentence",
    (
        Column("what", "text", "gained, lost, or polarity: the same theme, read otherwise"),
        Column("theme_id", "text", "The theme"),
        Column("review_id", "text", "The review"),
        Column("title", "text", "Its title"),
        Column("page", "int", "Page of the PDF"),
        Column("old_polarity", "text", "What the old codebook reads it as"),
        Column("new_polarity", "text", "What the new one reads it as"),
        Column("words", "text", "The words that earn it"),
        Column("sentence", "text", "The sentence they stand in"),
        Column("passage_id", "text", "The passage"),
    ),
)
SUMMARY = Table(
    "summary",
    "What another codebook changes, by theme; themes without a change have no row",
    (
        Column("theme_id", "text", "The theme"),
        Column("n_old", "int", "Sentences with it by the old codebook"),
        Column("n_new", "int", "By the new one"),
        Column("n_gained", "int", "Gained"),
        Column("n_lost", "int", "Lost"),
        Column("n_polarity", "int", "Read with another polarity"),
        Column("reviews_old", "int", "Reviews with it by the old codebook"),
        Column("reviews_new", "int", "By the new one"),
    ),
)
