"""Where the nodes stand: one layout for the printed picture, the graph files and the site."""

from __future__ import annotations

import networkx as nx

_SEED = 4
_ROUNDS = 200


def place_nodes(links: nx.Graph[str]) -> dict[str, tuple[float, float]]:
    """Return a place for every linked node: x from the left and y from the top, both 0 to 1.

    Args:
        links: themes and agencies with the weights of their links, as ``project_bodies`` gives them.

    Source: Fruchterman and Reingold, Softw. Pract. Exp. 21 (1991) 1129-1164, seeded.
    """
    drawn = links.subgraph(sorted(node for node, degree in links.degree() if degree))
    if not drawn:
        return {}
    places = nx.spring_layout(drawn, seed=_SEED, k=2.2 / len(drawn) ** 0.5, iterations=_ROUNDS)
    return {node: (float(x), float(y)) for node, (x, y) in places.items()}
