"""What a link stands on: the passages, with where to read them."""

from __future__ import annotations

from difflib import get_close_matches

import pandas as pd

from thememiner.errors import InputError
from thememiner.tables import Tables

COLUMNS = (
    "source",
    "target",
    "kind",
    "review_id",
    "title",
    "published_on",
    "page",
    "number",
    "passage_id",
    "text",
)


def list_evidence(tables: Tables, source: str, target: str = "", *, kind: str = "") -> pd.DataFrame:
    """Return the passages on which the links of a node, or of two nodes, stand.

    Args:
        tables: every table.
        source: a node by its id (``theme:neglect``), the id of its record (``neglect``) or its label.
        target: another node; every node linked with the first where empty. Which of the two is named
            first makes no difference.
        kind: kind of link; every kind where empty.

    Returns:
        One row per link and passage, links in the order of ``edges``: the columns of ``COLUMNS``.

    Raises:
        InputError: where there is no such node, or no link.
    """
    one = find_node(tables["nodes"], source)
    other = find_node(tables["nodes"], target) if target else ""
    edges = tables["edges"]
    from_one, to_one = edges["source"] == one, edges["target"] == one
    kept = (
        (from_one & (edges["target"] == other)) | (to_one & (edges["source"] == other))
        if other
        else from_one | to_one
    )
    if kind:
        kept &= edges["kind"] == kind
    links = edges.loc[kept, ["source", "target", "kind", "evidence"]]
    if links.empty:
        ends = f"{one} and {other} are" if other else f"{one} is"
        raise InputError(f"{ends} not linked{f' by {kind}' if kind else ''}; see tables/edges.csv.")
    rows = links.explode("evidence", ignore_index=True).rename(columns={"evidence": "passage_id"})
    passages = tables["passages"][["passage_id", "review_id", "page_first", "number", "text"]]
    reviews = tables["reviews"][["review_id", "title", "published_on"]]
    told = rows.merge(passages, on="passage_id", how="left").merge(reviews, on="review_id", how="left")
    return told.rename(columns={"page_first": "page"})[list(COLUMNS)]


def find_node(nodes: pd.DataFrame, name: str) -> str:
    """Return the id of the node of a name: its id, the id of its record, or its label.

    Raises:
        InputError: where there is none, with those of a similar name.
    """
    ids = [str(node) for node in nodes["node_id"]]
    if name in ids:
        return name
    by_record = [node for node in ids if node.partition(":")[2] == name]
    labels = dict(zip(ids, nodes["label"].str.casefold(), strict=True))
    by_label = [node for node, label in labels.items() if label == name.casefold()]
    for found in (by_record, by_label):
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(f"{name} is the name of several: {', '.join(found)}. Name one of them.")
    bodies = [node for node in ids if node.startswith(("theme:", "agency:"))]
    names = {node.partition(":")[2]: node for node in bodies} | {labels[node]: node for node in bodies}
    near = dict.fromkeys(names[match] for match in get_close_matches(name.casefold(), list(names), n=5))
    hint = f" Did you mean {', '.join(near)}?" if near else " All of them are in tables/nodes.csv."
    raise InputError(f"The network has no node {name}.{hint}")
