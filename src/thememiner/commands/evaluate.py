"""``thememiner evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from thememiner.errors import InputError

if TYPE_CHECKING:
    from thememiner.evaluation import Evaluation


@click.command()
@click.argument(
    "sources", nargs=-1, required=True, metavar="[REPORT_OR_MENTIONS] GOLD", type=click.Path(path_type=Path)
)
@click.option("--codebook", type=click.Path(path_type=Path), help="Folder of a codebook [the packaged one].")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the scores: .csv, .html or .md.")
@click.option(
    "--disagreements",
    type=click.Path(path_type=Path),
    help="Write every disagreement with its sentence: .csv.",
)
@click.option(
    "--examples", type=click.IntRange(0), default=12, show_default=True, help="Disagreements to print."
)
@click.option(
    "--card", type=click.Path(path_type=Path), help="Write accuracy.json, to lie in the codebook's folder."
)
@click.option(
    "--beside", is_flag=True, help="Put the figures beside those that --card has, not in their place."
)
@click.option(
    "--recommendations", is_flag=True, help="Hold the recommendations of REPORT against GOLD, not the themes."
)
@click.option("--name", default="", help="What the reference is, in a few words, for --card.")
@click.option("--kind", default="", help="Kind of the documents that the passages of GOLD alone are from.")
def evaluate(
    sources: tuple[Path, ...],
    codebook: Path | None,
    output: Path | None,
    disagreements: Path | None,
    examples: int,
    card: Path | None,
    beside: bool,
    recommendations: bool,
    name: str,
    kind: str,
) -> None:
    """Hold the tool's themes against people's: precision, recall, F1, kappa, alpha.

    GOLD alone: its passages are tagged on the spot. With REPORT: they are found there by
    id or by their text. With the mentions that "tag" made of GOLD: these are taken.
    """
    from thememiner import api
    from thememiner.evaluation import write_text

    if len(sources) > 2:
        raise click.UsageError("Name a report or mentions, and one reference.")
    if card is not None and len(sources) > 1:
        raise click.UsageError("--card measures a codebook on texts: name the reference alone.")
    if beside and card is None:
        raise click.UsageError("--beside needs --card with the file that has figures already.")
    if recommendations:
        if len(sources) != 2:
            raise click.UsageError("--recommendations needs a report and a reference.")
        _evaluate_recommendations(*sources, output=output, disagreements=disagreements)
        return
    result = api.evaluate(*sources, codebook=codebook, kind=kind)
    click.echo(write_text(result, examples))
    if output is not None:
        _write_scores(result, output)
    if disagreements is not None:
        _write_table(result.disagreements, "disagreements", disagreements)
    if card is not None:
        _write_card(result, codebook, name or sources[-1].stem, card, beside=beside)


def _write_card(result: Evaluation, codebook: Path | None, name: str, file: Path, *, beside: bool) -> None:
    from thememiner.accuracy import read_card, write_accuracy
    from thememiner.evaluation import make_accuracy
    from thememiner.tagging import load_codebook

    measured = make_accuracy(result, codebook=load_codebook(codebook).version, reference=name)
    if beside:
        first = read_card(file)
        if first is None or not first.applies_to(measured.codebook):
            raise InputError(
                f"{file} has no figures of this version of the codebook that these could stand beside. "
                "Write those first: the same command for their reference, without --beside."
            )
        measured = first.put_beside(measured)
    write_accuracy(measured, file)


def _evaluate_recommendations(
    report: Path, gold: Path, *, output: Path | None, disagreements: Path | None
) -> None:
    from thememiner import api
    from thememiner.evaluation import write_items

    if output is not None and output.suffix.lower() != ".csv":
        raise InputError(f"{output.name} does not end in .csv.")
    result = api.evaluate_recommendations(report, gold)
    click.echo(write_items(result))
    if output is not None:
        _write_table(result.scores, "item_scores", output)
    if disagreements is not None:
        _write_table(result.disagreements, "item_disagreements", disagreements)


def _write_scores(result: Evaluation, output: Path) -> None:
    from thememiner.evaluation import write_markdown, write_page

    suffix = output.suffix.lower()
    if suffix == ".csv":
        _write_table(result.scores, "scores", output)
    elif suffix in (".html", ".md"):
        text = write_page(result) if suffix == ".html" else write_markdown(result)
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    else:
        raise InputError(f"{output.name} ends in neither .csv, .html nor .md.")


def _write_table(frame: object, name: str, output: Path) -> None:
    import pandas as pd

    from thememiner.evaluation.columns import DISAGREEMENTS, ITEM_DISAGREEMENTS, ITEM_SCORES, SCORES
    from thememiner.publish.csv_files import flatten_table

    assert isinstance(frame, pd.DataFrame)
    table = {table.name: table for table in (SCORES, DISAGREEMENTS, ITEM_SCORES, ITEM_DISAGREEMENTS)}[name]
    output.parent.mkdir(parents=True, exist_ok=True)
    flatten_table(table, frame).to_csv(output, index=False, encoding="utf-8-sig", lineterminator="\r\n")
