"""The data dictionary: what every table and column means, from their declarations."""

from __future__ import annotations

from thememiner.columns import JUDGEMENTS, TABLES

_INTRODUCTION = """# Data dictionary

Made from the declarations in `src/thememiner/columns/` by `make golden`; do not edit.

Each table is a CSV in `tables/`, a sheet of `tables.xlsx` and a table of `reviews.db`; tables
marked *database only* are in `reviews.db` alone. CSV is UTF-8 with a byte order mark, comma
separated, one header row, rows in the order of the corpus and of the text. Lists are joined with `;
`. An empty cell means: not known, or none. A text that a spreadsheet would run as a formula (it
begins with `=`, `+`, `-`, `@` or a tab) has an apostrophe before it in CSV and XLSX. A cell of an
XLSX sheet holds at most 32,767 characters; a longer text is cut there and says so; a sheet shows the first
100,000 rows. In XLSX a date that
is known to the day is a date, 2020 and 2020-03 stay text; a page opens the PDF as long as workbook and PDFs
lie where they lay. In R: `read.csv(file, fileEncoding = "UTF-8-BOM", na.strings = "")`.

`thememiner export REPORT parquet` writes every table with typed columns and real lists; text that is
empty is null there. `--partition year` or `publisher` makes folders that DuckDB, Arrow and Spark read as
one table.

Offsets (`start`, `end`) count Unicode code points of the review's text, from 0, end exclusive; the
text is in `documents` of `reviews.db`. In SQLite, `reviews.db` also has the link tables
`recommendation_themes`, `recommendation_agencies` and `recommendation_passages`, and the full-text
indexes `passages_fts` and `recommendations_fts`.

`judgements`, the last table, is no output of a run: it holds what people said of mentions and
recommendations, in `judgements.db` beside the report, and `thememiner judgements export` writes it.
"""


def write_dictionary() -> str:
    """Return the data dictionary as Markdown."""
    parts = [_INTRODUCTION]
    for table in (*TABLES, JUDGEMENTS):
        where = " *(database only)*" if table.database_only else ""
        parts.append(f"## {table.name}{where}\n\n{table.meaning}.\n")
        parts.append("| column | type | meaning |\n|---|---|---|")
        for column in table.columns:
            refers = f" (see {column.refers})" if column.refers and column.refers != table.name else ""
            parts.append(f"| `{column.name}` | {column.type} | {column.meaning}{refers} |")
        parts.append("")
    return "\n".join(parts)
