"""The PDFs of a report, to travel with its project, and what the project says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

from thememiner.corpus import load_corpus
from thememiner.errors import InputError
from thememiner.tables import Tables, iterate_rows

_ADVICE = "Say where they are with --corpus FOLDER, or leave them out with --without-sources."
_SHOWN = 5


def find_pdfs(tables: Tables, folder: Path | None) -> dict[str, Path]:
    """Return the PDF of every review that was read, by review id.

    Args:
        tables: of a report.
        folder: the corpus that it was made from; None where that is not known.

    Raises:
        CorpusError: where the folder cannot be used.
        InputError: where PDFs are not there, or are not those that were read: all at once.
    """
    if folder is None or not folder.exists():
        where = f"in {folder}" if folder else "where they were when the report was made"
        raise InputError(f"The PDFs are not {where}. {_ADVICE}")
    files = {source.path: source.file for source in load_corpus(folder).sources}
    read = set(tables["documents"]["review_id"])
    pdfs: dict[str, Path] = {}
    missing: list[str] = []
    for row in iterate_rows(tables["reviews"]):
        if row.review_id not in read:
            continue
        file = files.get(row.path)
        if (
            file is not None
            and file.is_file()
            and hashlib.sha256(file.read_bytes()).hexdigest() == row.sha256
        ):
            pdfs[row.review_id] = file
        else:
            missing.append(row.path)
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        named = ", ".join(missing[:_SHOWN]) + more
        raise InputError(f"{folder} does not have the PDFs that were read: {named}. {_ADVICE}")
    return pdfs


def describe_origin(program: str, codebook: str) -> str:
    """Return the note on a project: what it is, and how corrections find their way back.

    Args:
        program: name and version.
        codebook: version of the codebook.
    """
    return (
        f"Coded by {program} with the codebook of version {codebook}. Machine codings are proposals: remove "
        "what is wrong, add what is missing under a user of your own, export the project again, and read it "
        "back with: thememiner judgements import."
    )
