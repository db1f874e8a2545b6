"""A codebook to other programs and back: spreadsheet and REFI-QDA."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from thememiner.errors import CodebookError
from thememiner.refi import read_qdc, write_qdc
from thememiner.tagging import load_codebook

from .entries import Entries, check_entries, list_other_rules, read_entries, write_entries
from .workbook import read_workbook, write_workbook


def codebook_to_xlsx(path: Path | str, codebook: Path | str | None = None) -> tuple[str, ...]:
    """Write a codebook as a workbook for staff: themes, cues, examples, word lists.

    Args:
        path: .xlsx to write.
        codebook: its folder; the packaged one where None.

    Returns:
        What the workbook does not hold, in sentences.

    Raises:
        CodebookError: where the codebook has problems.
        InputError: where a condition has a semicolon.
    """
    write_workbook(read_entries(codebook), Path(path))
    lost = ["Comments of the YAML are not in the workbook."]
    others = list_other_rules(codebook)
    if others:
        lost.append(f"The codebook's own {', '.join(others)} are not in the workbook; copy them.")
    return tuple(lost)


def codebook_from_xlsx(file: Path | str, folder: Path | str) -> Path:
    """Write the YAML of a codebook that came from a workbook, and return its folder.

    Args:
        file: .xlsx as ``codebook_to_xlsx`` writes it.
        folder: must not hold a codebook.

    Raises:
        CodebookError: with every problem of the workbook, each with its sheet and row.
        InputError: where it is no workbook, or the folder holds a codebook.
    """
    return write_entries(read_workbook(Path(file)), Path(folder))


def codebook_to_qdc(path: Path | str, codebook: Path | str | None = None) -> tuple[str, ...]:
    """Write a codebook as a REFI-QDA codebook: groups, themes, definitions, examples.

    Args:
        path: .qdc to write.
        codebook: its folder; the packaged one where None.

    Returns:
        What a .qdc cannot hold, in sentences.

    Raises:
        CodebookError: where the codebook has problems.
    """
    book = load_codebook(codebook)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(write_qdc(book.codes, f"thememiner {version('thememiner')}"))
    n_cues = sum(len(code.cues) for code in book.codes)
    return (
        f"A .qdc has no place for cues: {n_cues} cues with their conditions, and the tiers, are not in it.",
    )


def codebook_from_qdc(
    file: Path | str, folder: Path | str, *, base: Path | str | None = None
) -> tuple[str, ...]:
    """Write the YAML of a codebook that came from a .qdc.

    Args:
        file: .qdc of any program.
        folder: must not hold a codebook.
        base: a codebook whose cues and conditions known themes keep; the packaged one
            where None.

    Returns:
        What was made up or left out, in sentences.

    Raises:
        InputError: where it is no REFI-QDA codebook, or the folder holds a codebook.
        CodebookError: where what comes out has problems.
    """
    known = read_entries(base)
    listed, notes = read_qdc(Path(file), known.by_id())
    entries = Entries({"themes.yaml": listed}, known.lexicon)
    problems = check_entries(entries)
    if problems:
        raise CodebookError(problems)
    write_entries(entries, Path(folder))
    return notes
