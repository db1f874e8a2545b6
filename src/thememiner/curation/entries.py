"""A codebook as its files have it: entries and word lists, read and written as they stand."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from thememiner.errors import CodebookError, InputError
from thememiner.tagging import load_codebook
from thememiner.tagging.codebook.rule_files import PACKAGED, RuleLoader

CONDITIONS = ("with", "without", "nearby", "unless", "about", "not_in", "polarity", "negation", "weak")
TEXTS = ("id", "label", "group", "tier", "definition", "include", "exclude")
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a codebook by file, and its word lists.

    Attributes:
        files: by name of the file in ``themes/``: its entries, in order.
        lexicon: word lists by name.
    """

    files: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lexicon: dict[str, Any] = field(default_factory=dict)

    def by_id(self) -> dict[str, dict[str, Any]]:
        """Return every entry by its id."""
        return {str(entry["id"]): entry for entries in self.files.values() for entry in entries}


def read_entries(folder: Path | str | None = None) -> Entries:
    """Return a codebook's entries.

    Args:
        folder: the codebook; the packaged one where None.

    Raises:
        CodebookError: with every problem of the codebook.
    """
    load_codebook(folder)
    place = Path(folder or PACKAGED)
    files = {
        file.name: yaml.load(file.read_text(encoding="utf-8"), RuleLoader)
        for file in sorted((place / "themes").glob("*.yaml"))
    }
    lexicon = place / "lexicon.yaml"
    words = yaml.load(lexicon.read_text(encoding="utf-8"), RuleLoader) if lexicon.exists() else {}
    return Entries(files, words or {})


def list_other_rules(folder: Path | str | None) -> tuple[str, ...]:
    """Return what else a codebook of one's own has, by path; the packaged one's is there anyway."""
    if folder is None:
        return ()
    place = Path(folder)
    return tuple(
        file.relative_to(place).as_posix()
        for file in sorted(place.rglob("*.yaml"))
        if file.parent.name != "themes" and file.name != "lexicon.yaml"
    )


def check_entries(entries: Entries) -> tuple[str, ...]:
    """Return what is wrong with entries, as ``load_codebook`` says it."""
    with tempfile.TemporaryDirectory() as folder:
        _write(entries, Path(folder))
        try:
            load_codebook(folder)
        except CodebookError as error:
            return error.problems
    return ()


def write_entries(entries: Entries, folder: Path) -> Path:
    """Write a codebook's YAML into a folder and return it.

    Args:
        entries: without problems (see ``check_entries``).
        folder: must not hold a codebook; made if needed.

    Raises:
        InputError: where there is a codebook already.
    """
    if (folder / "themes").exists():
        raise InputError(f"{folder} holds a codebook already. Choose another folder with --output.")
    _write(entries, folder)
    return folder


def _write(entries: Entries, folder: Path) -> None:
    (folder / "themes").mkdir(parents=True, exist_ok=True)
    for name, listed in entries.files.items():
        (folder / "themes" / name).write_text(_dump(listed), encoding="utf-8")
    if entries.lexicon:
        (folder / "lexicon.yaml").write_text(_dump(entries.lexicon), encoding="utf-8")


def _dump(value: Sequence[Any] | Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=_WIDTH))
