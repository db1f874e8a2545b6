"""What a panel prints in its annual report."""

from __future__ import annotations

from thememiner.columns.declaration import Table, int_, list_, real, text

ANNUAL = Table(
    "annual",
    "What a panel prints in its annual report: reviews with a death, with a child under one, with each theme",
    (
        text("group", "case: a fact of the case; theme: a practice theme as a concern"),
        text("measure_id", "Id of the line: a fact, or the theme's id"),
        text("label", "What is counted"),
        int_("n", "Reviews of which it holds"),
        int_("n_stated", "Of how many: reviews that say whether it holds"),
        real("share_stated", "n as a share of n_stated"),
        real("share_low", "Lower end of the 95% interval of that share (Wilson)"),
        real("share_high", "Upper end of the interval"),
        text("printed", "The count and the share as annual reports print them"),
        text("denominator", "What n_stated counts"),
        int_("n_all", "All reviews of one case (case), or all that could be read (theme)"),
        real("share_all", "n as a share of n_all, as if the reviews that say nothing said no"),
        list_("review_ids", "The reviews of which it holds", "reviews"),
        list_("evidence", "For each of them, the first passage that says it", "passages"),
    ),
)
