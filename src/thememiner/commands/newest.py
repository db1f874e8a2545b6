"""The report that is meant where none is named."""

from __future__ import annotations

from pathlib import Path

from thememiner.errors import InputError


def find_newest_report() -> Path:
    """Return the report in ``reports/`` that was made last.

    Raises:
        InputError: where there is none.
    """
    found = sorted(Path("reports").glob("*/run.json"), key=lambda file: (file.stat().st_mtime, str(file)))
    if not found:
        raise InputError("There is no report in reports/. Make one with: thememiner run CORPUS")
    return found[-1].parent
