"""What a run says while it works, and at its end: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from thememiner.api import Progress as Tell
    from thememiner.api import Report, Stage
    from thememiner.records import Failure
    from thememiner.schedule import Reuse

_TOP = 8
_STAGES = {
    "unchanged": "Nothing has changed since the last run: the report is whole and was left as it is.",
    "tables": "Making tables",
    "network": "Making the network",
    "csv": "Writing tables",
    "workbook": "Writing the workbook",
    "gexf": "Writing the network for Gephi",
    "graphml": "Writing the network",
    "report": "Writing the report",
    "database": "Making the search index",
}
"""What follows the reading; of a thousand reviews, it takes minutes."""


def make_printable(name: str) -> str:
    r"""Return a file's name without what a terminal would obey: line breaks, escapes, overrides of direction.

    >>> make_printable("a\x1b[31m\n\u202eb.pdf")
    'a\\x1b[31m\\n\\u202eb.pdf'
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


@contextmanager
def show_progress(*, quiet: bool = False) -> Iterator[tuple[Tell | None, Stage | None]]:
    """Give two functions that show how far a run is on stderr: one for reviews, one for stages."""
    console = Console(stderr=True, soft_wrap=True)
    if quiet:
        yield None, None
    elif console.is_terminal:
        columns = (
            TextColumn("{task.fields[stage]}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=None, stage="Reading")

            def advance(finished: int, total: int, path: str, failure: Failure | None) -> None:
                bar.update(task, total=total, completed=finished, description=make_printable(path)[-60:])
                if failure:
                    bar.console.print(f"{make_printable(path)}: {failure.error}", markup=False)

            def begin(stage: str) -> None:
                if stage == "unchanged":
                    bar.console.print(_STAGES[stage])
                bar.update(task, stage=_STAGES.get(stage, stage.capitalize()), description="")

            yield advance, begin
    else:

        def tell(finished: int, total: int, path: str, failure: Failure | None) -> None:
            said = make_printable(path) or "done in an earlier run"
            console.print(
                f"{finished}/{total} {said}" + (f": {failure.error}" if failure else ""),
                markup=False,
            )

        yield tell, lambda stage: console.print(_STAGES[stage], markup=False) if stage in _STAGES else None


def print_summary(report: Report, *, unchanged: bool = False, reuse: Sequence[Reuse] = ()) -> None:
    """Print on stderr what was found, what failed and where to look next.

    Args:
        report: a finished run.
        unchanged: nothing was made anew: the counts are enough, and no table has to be opened.
        reuse: how many reviews there were to do what with.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    counts = report.run["counts"]
    n_read = sum(counts["by_status"].get(status, 0) for status in ("ok", "partial"))
    console.print(
        f"\n[bold]{n_read} of {counts['reviews']} reviews read[/], "
        f"{counts['pages']:,} pages, {counts['words']:,} words; "
        f"{counts['asserted']:,} theme mentions, {counts['recommendations']:,} recommendations and kin, "
        f"{counts['agencies']:,} agencies, {counts['figures']:,} figures.",
    )
    for said in reuse:
        console.print(
            f"PDFs read: {said.read}; tagged again without reading: {said.tagged_again}; "
            f"taken over from an earlier run: {said.taken_over}."
        )
    if not unchanged:
        _print_findings(console, report, n_read)
    if counts["failures"]:
        problems = f"[bold]{counts['failures']} problems with files[/] (tables/failures.csv says what to do)"
        console.print(f"{problems}." if unchanged else f"{problems}:")
    if not unchanged:
        _print_failures(console, report)
    console.print(f"\nResults: {report.folder}/", markup=False)
    console.print(
        f"  report.html    open it in a browser: {(report.folder / 'report.html').resolve().as_uri()}",
        markup=False,
    )
    console.print(
        "  tables.xlsx    every table as a sheet; tables/*.csv the same for R, pandas, a spreadsheet",
        markup=False,
    )
    console.print(
        "  network.gexf   the network for Gephi; network.graphml for igraph and Cytoscape", markup=False
    )
    console.print(
        f'  search it:     thememiner search "information sharing" --report {report.folder}', markup=False
    )
    console.print(f"  in a browser:  thememiner serve {report.folder}", markup=False)


def _print_findings(console: Console, report: Report, n_read: int) -> None:
    from thememiner.tables import iterate_rows

    themes = report.table("themes")
    found = themes[themes["n_mentions"] > 0].sort_values(
        ["n_reviews", "n_passages"], ascending=False, kind="stable"
    )
    shown = Table(
        "Theme",
        "Reviews",
        "Concern",
        "Strength",
        title=f"Themes: {len(found)} found",
        title_justify="left",
        box=None,
    )
    for theme in iterate_rows(found.head(_TOP)):
        shown.add_row(
            str(theme.label), f"{theme.n_reviews} of {n_read}", str(theme.n_concern), str(theme.n_strength)
        )
    console.print(shown)
    nodes = report.table("nodes")
    agencies = nodes[nodes["kind"] == "agency"].sort_values(
        ["degree", "strength"], ascending=False, kind="stable"
    )
    linked = Table(
        "Agency", "Links", "Reviews", title="Most connected agencies", title_justify="left", box=None
    )
    for node in iterate_rows(agencies.head(_TOP)):
        linked.add_row(str(node.label), str(node.degree), str(node.n_reviews))
    console.print(linked)


def _print_failures(console: Console, report: Report) -> None:
    from thememiner.tables import iterate_rows

    for failure in iterate_rows(report.table("failures").head(_TOP)):
        console.print(f"  {make_printable(failure.path)}: {failure.error}", markup=False)
