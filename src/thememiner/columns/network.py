"""The network, pairs of themes beside chance, and what was asked of nobody."""

from __future__ import annotations

from thememiner.columns.declaration import REVIEW, Table, int_, list_, real, text

NODES = Table(
    "nodes",
    "Nodes of the network",
    (
        text("node_id", "Id: the kind, a colon and the id of the record"),
        text("kind", "review, theme, agency or recommendation"),
        text("label", "What to write beside it"),
        int_("n_reviews", "Reviews it occurs in"),
        int_("degree", "Nodes it is linked with, themes of the same review apart"),
        real("strength", "Sum of the weights of these links"),
        real("betweenness", "Share of shortest paths that lead over it, among themes and agencies"),
        int_("community", "Group of themes and agencies that go together (Louvain), from 1; 0 for others"),
        text("year", "Year of a review, or of the review that makes a recommendation"),
        real("pagerank", "PageRank among themes and agencies; they sum to 1"),
        real("eigenvector", "Eigenvector centrality among linked themes and agencies, 0 to 1"),
        real("x", "Place of a theme or agency in the picture, 0 (left) to 1 (right)"),
        real("y", "Place of a theme or agency in the picture, 0 (top) to 1 (bottom)"),
    ),
    key="node_id",
    large=True,
)

EDGES = Table(
    "edges",
    "Links of the network",
    (
        text("source", "Node from which it leads", "nodes"),
        text("target", "Node to which it leads", "nodes"),
        text(
            "kind",
            "has_theme, makes, answers, involves, commissioned_by, names, addresses, concerns, co_occurs, "
            "co_occurs_in_review, criticised_on, praised_on, repeats or restates (docs/network.md)",
        ),
        int_("weight", "Passages it stands on; co_occurs_in_review: reviews"),
        int_("n_reviews", "Reviews it stands on"),
        list_("evidence", "The passages it stands on", "passages"),
        text("first_year", "Year of the earliest of these reviews"),
        text("last_year", "Year of the latest"),
        real("lift", "Links of themes with themes: how many times more often than by chance"),
        real("q", "Links of themes with themes: chance of such a pair by accident (see cooccurrence)"),
        int_("backbone", "co_occurs: 1 where the link is part of the backbone (see cooccurrence)"),
        list_("years", "Years of these reviews"),
    ),
    large=True,
)

COOCCURRENCE = Table(
    "cooccurrence",
    "Pairs of themes that meet, beside what chance would have it; the least accidental first",
    (
        text("theme_a", "A theme", "themes"),
        text("theme_b", "Another theme", "themes"),
        text("unit", "Where they meet: passage or review"),
        int_("n_together", "Units with both; a passage printed several times counts once"),
        int_("n_a", "Units with theme_a"),
        int_("n_b", "Units with theme_b"),
        int_("n_units", "Units with any theme"),
        int_("n_reviews", "Reviews in which they meet"),
        real("expected", "Units with both if the two were independent: n_a x n_b / n_units"),
        real("lift", "n_together / expected: 1 is chance, 3 is three times as often"),
        real("p", "Chance of so many or more if they were independent (hypergeometric)"),
        real("q", "p, corrected for the number of pairs of the unit (Benjamini and Hochberg)"),
        real(
            "log_likelihood", "G2, the log-likelihood ratio (Dunning); negative where they avoid each other"
        ),
        real("jaccard", "Units with both as a share of the units with either"),
        real("cosine", "n_together / square root of n_a x n_b (Ochiai)"),
        real("disparity", "How likely so strong a link is at the less busy end (disparity filter)"),
        int_("backbone", "1 where lift is above 1, q below 0.05 and disparity below 0.05"),
        list_("evidence", "Unit passage: the passages with both, each text once", "passages"),
    ),
    large=True,
)

GAPS = Table(
    "gaps",
    "What was found but not asked, and what was asked of nobody or for no day",
    (
        text(
            "gap",
            "theme_without_recommendation, agency_not_addressed, recommendation_without_owner or "
            "recommendation_without_deadline",
        ),
        REVIEW,
        text("theme_id", "The theme of which the review makes a concern but asks nothing", "themes"),
        text("agency_id", "The agency that the review criticises but asks nothing of", "agencies"),
        text("recommendation_id", "The recommendation without owner or deadline", "recommendations"),
        text("label", "The theme, the agency or the recommendation in words"),
        int_("n_passages", "Passages it stands on"),
        int_("n_elsewhere", "Recommendations of other reviews about the theme or to the agency"),
        list_("evidence", "The passages it stands on", "passages"),
    ),
    large=True,
)
