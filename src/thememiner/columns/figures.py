"""Figures that the reviews print, and those that differ."""

from __future__ import annotations

from thememiner.columns.declaration import END, PAGE, PASSAGE, REVIEW, START, Table, int_, list_, real, text

FIGURES = Table(
    "figures",
    "Statistics that the reviews print",
    (
        text("figure_id", "Id of the figure"),
        REVIEW,
        PAGE,
        int_("count", "The count"),
        real("percentage", "The percentage, 0 to 100"),
        int_("denominator", "Of how many"),
        text("denominator_text", "Of how many what, as printed"),
        list_("theme_ids", "Themes in the same sentence", "themes"),
        text("sentence", "The sentence"),
        text("check", "agrees or disagrees: is the count that percentage of the denominator?"),
        PASSAGE,
        START,
        END,
    ),
    key="figure_id",
    large=True,
)

FIGURE_CONFLICTS = Table(
    "figure_conflicts",
    "Figures of the same measure that differ between documents, side by side",
    (
        text("conflict_id", "Shared by the figures of one measure"),
        text("measure", "Words that the sentences around them share"),
        text("figure_id", "The figure", "figures"),
        REVIEW,
        PAGE,
        int_("count", "The count that it prints"),
        real("percentage", "The percentage that it prints"),
        int_("denominator", "Of how many"),
        text("sentence", "Its sentence"),
    ),
)
