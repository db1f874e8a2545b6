"""The backbone of a network: links too strong at one of their ends to be there by accident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping


def measure_disparity(weights: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Return the disparity of every link: small where it stands out among the links of one of its ends.

    A node of k links and strength s that spread its strength at random would have a link of weight
    w or more with a chance of ``(1 - w / s) ** (k - 1)``. The smaller of the two ends' values counts;
    a node's only link says nothing (1).

    Args:
        weights: weight above 0 of each undirected link, by its two nodes.

    Source: Serrano, Boguna and Vespignani, PNAS 106 (2009) 6483-6488, equation 2.

    >>> measure_disparity({("hub", "a"): 8, ("hub", "b"): 1, ("hub", "c"): 1})["hub", "a"]
    0.04
    """
    degree: dict[str, int] = defaultdict(int)
    strength: dict[str, float] = defaultdict(float)
    for ends, weight in weights.items():
        for node in ends:
            degree[node] += 1
            strength[node] += weight
    return {
        ends: round(min(_alpha(weight / strength[node], degree[node]) for node in ends), 12)
        for ends, weight in weights.items()
    }


def _alpha(share: float, degree: int) -> float:
    return float((1 - share) ** (degree - 1)) if degree > 1 else 1.0
