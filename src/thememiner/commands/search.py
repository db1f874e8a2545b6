"""``search``: passages or recommendations by words and filters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .newest import find_newest_report

_FILTERS = (
    "theme", "agency", "review", "year", "kind", "role", "polarity",
    "review_kind", "publisher", "area", "response",
)  # fmt: skip


def _filter_options(command: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(_FILTERS):
        command = click.option(
            f"--{name.replace('_', '-')}",
            multiple=True,
            help=f"Only this {name.replace('_', ' ')}; may be given again.",
        )(command)
    return command


@click.command()
@click.argument("query", default="")
@click.option("--report", type=click.Path(path_type=Path), help="Report to search [the newest in reports/].")
@click.option("--recommendations", is_flag=True, help="Search recommendations, not passages.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest", "review"]),
    default="relevance",
    show_default=True,
)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Hits at most.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@_filter_options
def search(
    query: str,
    report: Path | None,
    recommendations: bool,
    sort: Any,
    limit: int,
    as_csv: bool,
    **filters: tuple[str, ...],
) -> None:
    """Find passages or recommendations: words, "phrases", AND OR NOT, prefix*, theme:neglect."""
    from thememiner import api
    from thememiner.publish.csv_files import disarm
    from thememiner.tables import iterate_rows

    hits = api.search(
        report or find_newest_report(),
        query,
        lens="recommendations" if recommendations else "passages",
        filters={name: values for name, values in filters.items() if values},
        sort=sort,
        limit=limit,
    )
    if as_csv:
        shown = hits.drop(columns="snippet", errors="ignore")
        click.echo(shown.map(disarm).to_csv(index=False, lineterminator="\n"), nl=False)
        return
    if hits.empty:
        click.echo("Nothing found. Try fewer words, a beginning with a star (curio*), or OR.", err=True)
    for hit in iterate_rows(hits):
        place = f"{hit.title}, p. {hit.page}" + (f" · {hit.number}" if hit.number else "")
        click.echo(click.style(place, bold=True))
        click.echo(f"  {' '.join(str(hit.snippet).split())}\n")
