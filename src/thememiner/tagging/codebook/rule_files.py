"""The files of rules of a codebook: its own, or the packaged ones where it has none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

import yaml

from thememiner.errors import CodebookError

_BOOL = "tag:yaml.org,2002:bool"
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


class RuleLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads "on", "off", "yes" and "no" as the words that they are: only true and false are no words.

    Source: the core schema of YAML 1.2, section 10.3; PyYAML reads YAML 1.1.
    """

    yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] != _BOOL]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


RuleLoader.add_implicit_resolver(_BOOL, re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def is_number(value: object) -> bool:
    """Return whether what a file holds is a number that can be reckoned with: no switch, no infinity."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


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
        return yaml.load(read_rules_bytes(folder, name).decode("utf-8"), RuleLoader)
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


def read_lists(
    folder: Path | str | None, name: str, section: str, keys: Sequence[str], problems: list[str]
) -> dict[str, tuple[str, ...]]:
    """Return the lists of words in a section of a file of rules; empty where there are none.

    Args:
        folder: the codebook; the packaged one where None.
        name: of the file.
        section: its name in the file, which may lack it.
        keys: of the lists that it may hold.
        problems: where problems are added.

    Raises:
        CodebookError: where the file is no YAML.
    """
    loaded = read_rules(folder, name)
    lists = loaded.get(section) or {} if isinstance(loaded, dict) else {}
    if not isinstance(lists, Mapping):
        problems.append(f"{name}: {section} must hold {', '.join(keys)}.")
        lists = {}
    problems += [f"{name}, {section}: does not know {key}." for key in lists if key not in keys]
    written = {key: lists.get(key) or [] for key in keys}
    wrong = [key for key in keys if not isinstance(written[key], list)]
    problems += [f"{name}, {section}: {key} must be a list." for key in wrong]
    return {key: () if key in wrong else tuple(map(str, written[key])) for key in keys}
