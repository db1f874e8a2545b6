"""Themes, the cues that speak for them, and where each was seen."""

from __future__ import annotations

from thememiner.columns.declaration import END, PAGE, PASSAGE, REVIEW, START, Table, int_, real, text

MENTIONS = Table(
    "mentions",
    "Every place where a cue of a theme fired",
    (
        text("mention_id", "Id of the mention"),
        REVIEW,
        PASSAGE,
        PAGE,
        text("theme_id", "The theme", "themes"),
        text("cue_id", "The cue that fired", "cues"),
        text("text", "The words that earned the theme"),
        text("sentence", "The sentence they stand in"),
        text(
            "status",
            "asserted, passing (the passage is not about it), negated, hypothetical, quoted or boilerplate; "
            "only asserted ones are counted",
        ),
        text("polarity", "concern, strength or neutral"),
        START,
        END,
    ),
    key="mention_id",
    large=True,
)

THEMES = Table(
    "themes",
    "The codebook's themes and how often each occurs",
    (
        text("theme_id", "Id of the theme"),
        text("label", "Its name"),
        text("group", "The group it belongs to"),
        text("tier", "core or extended"),
        int_("n_mentions", "Asserted mentions"),
        int_("n_passages", "Passages with an asserted mention"),
        int_("n_reviews", "Reviews with an asserted mention"),
        real("share_reviews", "n_reviews as a share of the reviews that could be read"),
        real("share_low", "Lower end of the 95% interval of that share (Wilson)"),
        real("share_high", "Upper end of the interval"),
        int_("n_concern", "Asserted mentions as a concern"),
        int_("n_strength", "Asserted mentions as a strength"),
        int_("n_neutral", "Asserted mentions as neither"),
        int_("n_reviews_concern", "Reviews with the theme as a concern"),
        int_("n_recommendations", "Recommendations that mention it"),
        text("definition", "What it means"),
        text("include", "What counts as it"),
        text("exclude", "What does not"),
    ),
    key="theme_id",
)

CUES = Table(
    "cues",
    "The cues of the codebook and how often each fired",
    (
        text("cue_id", "Id of the cue"),
        text("theme_id", "The theme it speaks for", "themes"),
        text("cue", "The cue in the codebook's notation"),
        int_("n_mentions", "Mentions that it earned, of any status"),
    ),
    key="cue_id",
)
