"""The database's shape, made from the tables' declarations.

One SQLite file per report: a table per record, foreign keys, link tables for lists of
ids, and full-text indexes over passages and recommendations (FTS5, external content,
so that Datasette finds them by itself).
"""

from __future__ import annotations

from thememiner.columns import TABLES, Column, Table

_TYPES = {"text": "TEXT", "list": "TEXT", "int": "INTEGER", "real": "REAL"}

LINKS = {
    "recommendation_themes": ("recommendations", "theme_ids", "theme_id", "themes"),
    "recommendation_agencies": ("recommendations", "addressee_ids", "agency_id", "agencies"),
    "recommendation_passages": ("recommendations", "passage_ids", "passage_id", "passages"),
}
"""Link table: the table and list column it comes from, its own column and what that refers to."""

SEARCHED = {"passages": ("text",), "recommendations": ("text", "addressees")}
"""Tables with a full-text index, and the columns in it."""

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How texts and queries become tokens: stems, without accents."""

_INDEXES = (
    "passages(review_id, ordinal)",
    "mentions(passage_id)",
    "mentions(theme_id, review_id)",
    "agency_mentions(passage_id)",
    "agency_mentions(agency_id, review_id)",
    "recommendations(review_id)",
    "recommendations(lineage_id)",
    "figures(review_id)",
    "lines(review_id, start)",
    "edges(source)",
    "edges(target)",
    *(f"{name}({own})" for name, (_, _, own, _) in LINKS.items()),
)


def key_of(table_name: str) -> str:
    """Return the name of a table's id column."""
    return next(table.key for table in TABLES if table.name == table_name)


def list_statements() -> list[str]:
    """Return the SQL that makes every table and index, in order."""
    statements = [_create(table) for table in TABLES]
    for name, (source, _, own, target) in LINKS.items():
        key = key_of(source)
        statements.append(
            f'CREATE TABLE "{name}" ("{key}" TEXT NOT NULL REFERENCES "{source}"("{key}"), '
            f'"{own}" TEXT NOT NULL REFERENCES "{target}"("{key_of(target)}"))'
        )
    statements += [
        f'CREATE INDEX "{index.replace("(", "_").replace(", ", "_").rstrip(")")}" ON {index}'
        for index in _INDEXES
    ]
    for name, columns in SEARCHED.items():
        statements.append(
            f'CREATE VIRTUAL TABLE "{name}_fts" USING fts5({", ".join(columns)}, content="{name}", '
            f"tokenize='{TOKENIZER}')"
        )
    return statements


def _create(table: Table) -> str:
    columns = [_declare(column, key=column.name == table.key) for column in table.columns]
    return f'CREATE TABLE "{table.name}" ({", ".join(columns)})'


def _declare(column: Column, *, key: bool) -> str:
    declared = f'"{column.name}" {_TYPES[column.type]}'
    if key:
        declared += " PRIMARY KEY"
    if column.refers and column.type != "list":
        declared += f' REFERENCES "{column.refers}"("{key_of(column.refers)}")'
    return declared
