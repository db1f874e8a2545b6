"""Files of rules say what their authors wrote, whatever version of YAML reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from thememiner.tagging.codebook.load import load_codebook
from thememiner.tagging.codebook.rule_files import PACKAGED, read_rules

FILES = sorted(PACKAGED.rglob("*.yaml"))


def list_items(value: Any) -> Iterator[Any]:
    """Every item of every list in it."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from list_items(inner)
    elif isinstance(value, list):
        for inner in value:
            yield inner
            yield from list_items(inner)


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_no_word_of_a_packaged_list_is_read_as_yes_or_no(file: Path) -> None:
    """A bare "on" in a list of words is "true" to YAML 1.1, which many programs still read."""
    items = list(list_items(yaml.safe_load(file.read_text(encoding="utf-8"))))
    assert not [item for item in items if isinstance(item, bool)]


def test_a_word_need_not_be_quoted_in_ones_own_files(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("links: [of, on, no, yes, off, true, False]\n", encoding="utf-8")
    assert read_rules(tmp_path, "words.yaml") == {"links": ["of", "on", "no", "yes", "off", True, False]}
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "all.yaml").write_text(
        "- id: keys\n  label: Keys\n  group: A\n  definition: Keys.\n"
        "  cues:\n    - {cue: keys, with: [no, on, 16], weak: true}\n  examples: [No keys.]\n",
        encoding="utf-8",
    )
    (cue,) = load_codebook(tmp_path).code("keys").cues
    assert (cue.present, cue.weak) == (("no", "on", "16"), True)
