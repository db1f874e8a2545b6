"""Small tables made by hand for the tests of the network."""

from __future__ import annotations

from typing import Any

from thememiner.columns import TABLES
from thememiner.tables import Tables, make_frame

_BLANK: dict[str, Any] = {"text": "", "list": (), "int": 0, "real": None}


def make_tables(**rows: list[dict[str, Any]]) -> Tables:
    """Every table by its name, with the given rows; what a row does not say is blank."""
    return Tables(
        {
            table.name: make_frame(
                table,
                [
                    tuple(row.get(column.name, _BLANK[column.type]) for column in table.columns)
                    for row in rows.get(table.name, [])
                ],
            )
            for table in TABLES
        }
    )
