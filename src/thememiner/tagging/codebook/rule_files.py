"""The files of rules of a codebook: its own, or the packaged ones where it has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from thememiner.errors import CodebookError

PACKAGED = Path(__file__).parents[2] / "codebook"
OF_THEMES = (
    "company.yaml",
    "context.yaml",
    "language.yaml",
    "lexicon.yaml",
    "polarity.yaml",
    "salience.yaml",
    "subjects.yaml",
)
"""Word lists beside ``themes/`` that tagging themes goes by; a codebook may have its own of each."""

_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_rules_bytes(folder: Path | str | None, name: str) -> bytes:
    """Return the bytes of a file of rules: the codebook's own, or the packaged one where it has none."""
    file = Path(folder or PACKAGED) / name
    return (file if file.exists() else PACKAGED / name).read_bytes()


def read_rules(folder: Path | str | None, name: str) -> Any:
    """Return the content of a file of rules: the codebook's own, or the packaged one where it has none.

    Args:
        folder: the codebook; the packaged one where None.
        name: of the file.

    Raises:
        CodebookError: where the file is no YAML.
    """
    try:
        return yaml.load(read_rules_bytes(folder, name).decode("utf-8"), _FAST)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = f"{name} is no YAML that can be read: {' '.join(str(error).split())}"
        raise CodebookError((problem,)) from error


def read_rules_with(
    folder: Path | str | None, name: str, key: str, holding: str, *, kind: type = dict
) -> dict[str, Any]:
    """Return the content of a file of rules that has a certain section.

    Args:
        folder: the codebook; the packaged one where None.
        name: of the file.
        key: of the section.
        holding: what the section must hold, in the words of the error.
        kind: dict or list.

    Raises:
        CodebookError: where the file is no YAML or has no such section.
    """
    loaded = read_rules(folder, name)
    if not isinstance(loaded, dict) or not isinstance(loaded.get(key), kind):
        raise CodebookError((f"{name}: must have “{key}:” with {holding}.",))
    return loaded
