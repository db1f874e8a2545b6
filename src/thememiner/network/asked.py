"""Who is asked about which theme: recommendations folded into counts, as there may be any number of them."""

from __future__ import annotations

from collections import Counter

import networkx as nx


class Asked:
    """Counts recommendations by whom they address and what they concern, while their links go by.

    >>> asked = Asked()
    >>> for target, kind in (("agency:police", "addresses"), ("theme:neglect", "concerns")):
    ...     asked.add("recommendation:1", target, kind)
    >>> asked.by_agency(), asked.by_pair()
    (Counter({'agency:police': 1}), Counter({('agency:police', 'theme:neglect'): 1}))
    """

    def __init__(self) -> None:
        self._agencies: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._rec = ""
        self._bodies: list[str] = []
        self._themes: list[str] = []

    def add(self, source: str, target: str, kind: str) -> None:
        """Count a link; those of one recommendation come together.

        Args:
            source: where it leads from.
            target: where it leads to.
            kind: ``addresses`` and ``concerns`` count, all others do not.
        """
        if kind not in ("addresses", "concerns"):
            return
        if source != self._rec:
            self._close()
            self._rec = source
        (self._bodies if kind == "addresses" else self._themes).append(target)

    def by_agency(self) -> Counter[str]:
        """Return how many recommendations address each agency."""
        self._close()
        return self._agencies

    def by_pair(self) -> Counter[tuple[str, str]]:
        """Return how many recommendations ask each agency about each theme."""
        self._close()
        return self._pairs

    def _close(self) -> None:
        self._agencies.update(self._bodies)
        self._pairs.update((body, theme) for body in self._bodies for theme in self._themes)
        self._bodies, self._themes = [], []


def count_asked(graph: nx.MultiDiGraph[str]) -> Asked:
    """Return who is asked about what; a graph without recommendations carries it as ``graph["asked"]``."""
    if "asked" in graph.graph:
        carried: Asked = graph.graph["asked"]
        return carried
    asked = Asked()
    for source, target, kind in graph.edges(keys=True):
        asked.add(source, target, kind)
    return asked
