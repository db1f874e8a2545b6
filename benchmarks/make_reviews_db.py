"""Make a large report to measure the site with: the passages of a small one, spliced and multiplied.

    python benchmarks/make_reviews_db.py reports/sample /tmp/large --passages 500000

Words keep their frequencies, themes and agencies come along with the halves that earned them; rare words are
added, as a large corpus has ever more of them. The same arguments give the same report.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from thememiner.columns import TABLES
from thememiner.store.schema import LINKS, SEARCHED, key_of, list_statements

KINDS = (
    "serious case review",
    "local child safeguarding practice review",
    "thematic review",
    "inspection letter",
)
PASSAGES_PER_REVIEW = 150
USED = ("reviews", "passages", "mentions", "agency_mentions", "recommendations", "themes", "cues", "agencies")


def read_base(folder: Path) -> dict[str, list[sqlite3.Row]]:
    db = sqlite3.connect(f"{(folder / 'reviews.db').resolve().as_uri()}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    return {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in USED}


def make_report(base: Path, target: Path, n_passages: int) -> None:
    tables = read_base(base)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    chance = random.Random(20)
    db = sqlite3.connect(target / "reviews.db")
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    for statement in list_statements():
        if not statement.startswith("CREATE INDEX"):
            db.execute(statement)
    for name in ("themes", "cues", "agencies"):
        insert(db, name, (dict(row) for row in tables[name]))
    n_reviews = -(-n_passages // PASSAGES_PER_REVIEW)
    insert(db, "reviews", (make_review(i, chance, tables["reviews"]) for i in range(n_reviews)))
    mentions, agencies = by_passage(tables["mentions"]), by_passage(tables["agency_mentions"])
    halves = [row for row in tables["passages"] if row["kind"] not in ("heading", "contents")]
    roles = [row["role"] for row in tables["passages"]]
    for start in range(0, n_passages, 20_000):
        made = [
            make_passage(i, halves, roles, mentions, agencies, chance)
            for i in range(start, min(start + 20_000, n_passages))
        ]
        insert(db, "passages", (passage for passage, _, _ in made))
        insert(db, "mentions", (row for _, rows, _ in made for row in rows))
        insert(db, "agency_mentions", (row for _, _, rows in made for row in rows))
        print(f"\r{start + len(made):,} passages", end="", flush=True)
    insert(
        db,
        "recommendations",
        (make_rec(i, n_reviews, tables["recommendations"], chance) for i in range(n_passages // 40)),
    )
    for name, (source, column, _, _) in LINKS.items():
        if column != "passage_ids":
            rows = db.execute(f'SELECT {key_of(source)}, {column} FROM "{source}"').fetchall()
            pairs = ((key, value) for key, joined in rows for value in (joined or "").split("; ") if value)
            db.executemany(f'INSERT INTO "{name}" VALUES (?, ?)', pairs)
    print("\nindexes")
    for statement in list_statements():
        if statement.startswith("CREATE INDEX"):
            db.execute(statement)
    for name in SEARCHED:
        db.execute(f'INSERT INTO "{name}_fts"("{name}_fts") VALUES (\'rebuild\')')
    db.execute("ANALYZE")
    db.commit()
    db.close()
    run = json.loads((base / "run.json").read_text(encoding="utf-8"))
    run["corpus"] = {"name": "large", "title": f"{n_passages:,} made-up passages"}
    (target / "run.json").write_text(json.dumps(run), encoding="utf-8")


def insert(db: sqlite3.Connection, name: str, rows: Iterator[dict[str, object]]) -> None:
    columns = [column.name for column in next(table for table in TABLES if table.name == name).columns]
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    db.executemany(
        f'INSERT INTO "{name}" ({names}) VALUES ({marks})', (tuple(row[c] for c in columns) for row in rows)
    )


def by_passage(rows: list[sqlite3.Row]) -> dict[str, list[sqlite3.Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row["passage_id"]].append(row)
    return found


def make_review(i: int, chance: random.Random, base: list[sqlite3.Row]) -> dict[str, object]:
    model = dict(chance.choice(base))
    year, month = chance.randint(2005, 2025), chance.randint(1, 12)
    place = f"Area {chance.randint(1, 150)}"
    return {
        **model,
        "review_id": f"r{i:06d}",
        "title": f"Review {i} of {place}",
        "kind": chance.choice(KINDS),
        "area": place,
        "publisher": f"{place} Safeguarding Partnership",
        "published_on": f"{year}-{month:02d}-01",
        "path": f"r{i:06d}.pdf",
        "status": "ok",
    }


def make_passage(
    i: int,
    halves: list[sqlite3.Row],
    roles: list[str],
    mentions: dict[str, list[sqlite3.Row]],
    agencies: dict[str, list[sqlite3.Row]],
    chance: random.Random,
) -> tuple[dict[str, object], list[dict[str, object]], list[dict[str, object]]]:
    one, other = chance.choice(halves), chance.choice(halves)
    review_id, passage_id = f"r{i // PASSAGES_PER_REVIEW:06d}", f"p{i:07d}"
    words = one["text"].split()[:45] + other["text"].split()[-25:]
    words.insert(chance.randint(0, len(words)), f"zq{int(chance.paretovariate(0.6)) % 400_000}")
    text = " ".join(words)
    page = i % 90 + 1
    passage = {
        **dict(one),
        "passage_id": passage_id,
        "review_id": review_id,
        "ordinal": i % PASSAGES_PER_REVIEW + 1,
        "text": text,
        "n_words": len(words),
        "role": chance.choice(roles),
        "kind": "paragraph",
        "page_first": page,
        "page_last": page,
    }
    own = {"review_id": review_id, "passage_id": passage_id, "page": page}
    seen = [
        {**dict(row), **own, "mention_id": f"m{i}-{n}"} for n, row in enumerate(mentions[one["passage_id"]])
    ]
    named = [
        {**dict(row), **own, "mention_id": f"a{i}-{n}"} for n, row in enumerate(agencies[one["passage_id"]])
    ]
    return passage, seen, named


def make_rec(i: int, n_reviews: int, base: list[sqlite3.Row], chance: random.Random) -> dict[str, object]:
    model = dict(chance.choice(base))
    return {
        **model,
        "recommendation_id": f"c{i:06d}",
        "review_id": f"r{chance.randrange(n_reviews):06d}",
        "restates": None,
        "passage_ids": "",
        "lineage_id": "",
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--passages", type=int, default=500_000)
    given = parser.parse_args()
    make_report(given.report, given.target, given.passages)
