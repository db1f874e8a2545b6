"""Colours of the network, safe for the common kinds of colour blindness.

Source: Okabe and Ito, Color Universal Design (2008), without their yellow, which is too light for print.
"""

from __future__ import annotations

COMMUNITIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#6a5acd", "#7a5c00")
"""Of groups of nodes, the largest first; the ninth takes the first again."""
ALONE = "#8a8f94"
"""Of what belongs to no group."""
BETWEEN = "#8a9199"
"""Of links that lead from one group to another."""


def colour_node(kind: str, community: int) -> str:
    """Return the colour of a node as ``#rrggbb``.

    >>> colour_node("theme", 1)
    '#0072b2'
    """
    if kind not in ("theme", "agency") or community < 1:
        return ALONE
    return COMMUNITIES[(community - 1) % len(COMMUNITIES)]
