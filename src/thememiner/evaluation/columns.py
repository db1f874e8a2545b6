"""The tables of an evaluation, declared as the tables of a report are."""

from __future__ import annotations

from thememiner.columns import Column, Table


def _interval(name: str, meaning: str) -> tuple[Column, ...]:
    return (
        Column(name, "real", meaning),
        Column(f"{name}_low", "real", "Lower end of its 95% interval"),
        Column(f"{name}_high", "real", "Upper end of it"),
    )


SCORES = Table(
    "scores",
    "How well one coding agrees with another, over all themes and per theme",
    (
        Column("level", "text", "micro: all pairs of passage and theme; macro: mean over themes; theme"),
        Column("theme_id", "text", "The theme; empty over all"),
        Column("label", "text", "Its name"),
        Column("coding", "text", "Whose coding is measured: the tool's or a reader's"),
        Column(
            "reference", "text", "Against whose: a reader's, the readers' on average, or where they agree"
        ),
        Column("n_passages", "int", "Passages that both read"),
        Column("n_coded", "int", "Passages that the coding gives the theme (pairs, over all)"),
        Column(
            "n_reference", "real", "Passages that the reference gives it; a mean where readers are several"
        ),
        Column("n_any", "int", "Passages that at least one reader gives it"),
        Column("n_both", "real", "Passages that both give it"),
        *_interval("precision", "Share of n_coded that the reference has too (Wilson)"),
        *_interval("recall", "Share of n_reference that the coding has too (Wilson)"),
        *_interval("f1", "Harmonic mean of the two (bootstrap over passages)"),
        *_interval("kappa", "Cohen's kappa (bootstrap over passages)"),
        *_interval("alpha", "Krippendorff's alpha (bootstrap over passages)"),
        *_interval("polarity", "Share of the codings held by both that agree in polarity (Wilson)"),
        Column("n_polarity", "int", "Of how many codings"),
        Column(
            "note",
            "text",
            "not measured: fewer than 5 passages of the reference; below the bar: F1 under 0.6",
        ),
    ),
)
DISAGREEMENTS = Table(
    "disagreements",
    "Where tool and reader differ, to be read",
    (
        Column("theme_id", "text", "The theme"),
        Column(
            "what",
            "text",
            "wrong: only the tool has it; missed: only the reader; polarity: they differ in it",
        ),
        Column("reader", "text", "The readers who differ from the tool"),
        Column("passage_id", "text", "The passage of the reference"),
        Column("review_id", "text", "The review, where it is known"),
        Column("page", "int", "Page of the PDF"),
        Column("tool_polarity", "text", "What the tool read it as"),
        Column("reader_polarity", "text", "What the reader read it as"),
        Column("words", "text", "The words that earned the theme"),
        Column("sentence", "text", "The sentence they stand in; the passage, where the tool found nothing"),
    ),
)
ITEM_SCORES = Table(
    "item_scores",
    "How well recommendations and their kin agree with readers; the first row is over all reviews",
    (
        Column("review", "text", "The review, as the reference names it; empty over all"),
        Column("n_reference", "int", "Items of the reference"),
        Column("n_found", "int", "Items that the tool found"),
        Column("n_matched", "int", "Items that are the same"),
        *_interval("precision", "Share of n_found that the reference has (Wilson)"),
        *_interval("recall", "Share of n_reference that the tool found (Wilson)"),
        Column("f1", "real", "Harmonic mean of the two"),
        Column("share_page", "real", "Of the matched, the share on the right page"),
        Column("share_number", "real", "Of the matched that have a number, the share with the right one"),
        Column("share_kind", "real", "Of the matched, the share of the right kind"),
        Column("share_response", "real", "Of the matched that have a response, the share with the right one"),
        Column("addressee_f1", "real", "F1 of the addressees that the review prints"),
    ),
)
ITEM_DISAGREEMENTS = Table(
    "item_disagreements",
    "Where tool and reader differ in a recommendation",
    (
        Column("what", "text", "missed, wrong: only the tool has it, or what differs: page, number, kind"),
        Column("review", "text", "The review"),
        Column("page", "int", "Page of the PDF"),
        Column("kind", "text", "Its kind"),
        Column("number", "text", "Its number"),
        Column("text", "text", "Its text"),
        Column("tool", "text", "What the tool says instead"),
    ),
)
