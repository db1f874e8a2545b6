"""``thememiner evidence``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.argument("source", metavar="NODE")
@click.argument("target", metavar="[OTHER_NODE]", default="")
@click.option("--kind", default="", help="Only links of this kind, such as co_occurs.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def evidence(report: Path, source: str, target: str, kind: str, as_csv: bool) -> None:
    """Print the passages on which the links of a node, or between two nodes, stand.

    A node is named by its id (theme:neglect), its record's id (neglect) or its label.
    """
    from thememiner import api
    from thememiner.publish.csv_files import disarm
    from thememiner.tables import iterate_rows

    found = api.evidence(report, source, target, kind=kind)
    if as_csv:
        click.echo(found.map(disarm).to_csv(index=False, lineterminator="\n"), nl=False)
        return
    heading = ""
    for row in iterate_rows(found):
        link = f"{row.source} -- {row.kind} -- {row.target}"
        if link != heading:
            click.echo(click.style(link, bold=True))
            heading = link
        place = f"{row.title}, p. {row.page}" + (f" · {row.number}" if row.number else "")
        click.echo(f"  {click.style(place, underline=True)}\n  {' '.join(row.text.split())}\n")
