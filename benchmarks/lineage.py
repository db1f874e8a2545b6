"""How long it takes, and how much memory, to find what was asked before, in recommendations made by dice.

python benchmarks/lineage.py 50000
"""

from __future__ import annotations

import random
import resource
import sys
import time

import pandas as pd

from thememiner.columns import TABLES
from thememiner.network import find_lineages, list_lineages
from thememiner.tables import make_frame

_BLANK = {"text": "", "list": (), "int": 0, "real": None}
OPENINGS = ("The Board should ensure", "The Partnership must improve", "Health providers should review",
            "The council should strengthen", "", "Police and partners should audit")  # fmt: skip
ASPECTS = ("the timeliness of", "the quality and consistency of", "oversight of", "the recording of",
           "training about", "the sufficiency of", "")  # fmt: skip
PURPOSES = (
    "",
    "",
    "so that children are safe",
    "to ensure that risk is understood",
    "in order to reduce delay",
)


def make_texts(n: int, seed: int = 7) -> list[str]:
    """Recommendations about some thousands of things, in as many ways; words are as unequal as in prose."""
    dice = random.Random(seed)
    letters = "bcdfghlmnprstv"
    words = [
        "".join(dice.choice(letters) + dice.choice("aeiou") for _ in range(dice.randint(2, 4)))
        for _ in range(9000)
    ]
    weights = [1 / (rank + 5) for rank in range(len(words))]
    things = [" ".join(dice.choices(words, weights, k=dice.randint(2, 6))) for _ in range(max(n // 4, 10))]
    texts = []
    for _ in range(n):
        extra = " ".join(dice.choices(words, weights, k=dice.randint(0, 12)))
        parts = (
            dice.choice(OPENINGS),
            dice.choice(ASPECTS),
            dice.choice(things),
            extra,
            dice.choice(PURPOSES),
        )
        texts.append(" ".join(filter(None, parts)) + ".")
    return texts


def make_tables(texts: list[str], per_review: int = 8) -> dict[str, pd.DataFrame]:
    rows = {
        "reviews": [
            {"review_id": f"v{i}", "published_on": str(2000 + i % 25)}
            for i in range(len(texts) // per_review + 1)
        ],
        "recommendations": [
            {
                "recommendation_id": f"r{i}",
                "review_id": f"v{i // per_review}",
                "kind": "recommendation",
                "text": text,
            }
            for i, text in enumerate(texts)
        ],
    }
    return {
        table.name: make_frame(
            table, [tuple(row.get(c.name, _BLANK[c.type]) for c in table.columns) for row in rows[table.name]]
        )
        for table in TABLES
        if table.name in rows
    }


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    tables = make_tables(make_texts(n))
    start = time.perf_counter()
    tables["recommendations"]["lineage_id"] = find_lineages(tables)
    found = time.perf_counter()
    lineages, members = list_lineages(tables)
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    largest = lineages["n_recommendations"].max()
    seconds = f"groups in {found - start:.0f} s, tables in {end - found:.0f} s"
    print(f"{n:,} recommendations: {seconds}, {peak:,.0f} MB at most")
    print(f"{len(lineages):,} groups of {len(members):,} recommendations, the largest of {largest}")


if __name__ == "__main__":
    main()
