"""A codebook held against its own examples."""

from __future__ import annotations

from pathlib import Path

from thememiner.tagging.check import check_codebook

ENTRY = """
- id: sharing
  label: Sharing
  group: A. Practice
  definition: Facts were passed on or not.
  cues: [share facts, tell the police]
  examples: [They shared facts.]
  non_examples: [They shared a house.]
"""


def write(folder: Path, entry: str) -> Path:
    (folder / "themes").mkdir()
    (folder / "themes" / "all.yaml").write_text(entry, encoding="utf-8")
    return folder


def test_names_every_fault(tmp_path: Path) -> None:
    entry = ENTRY.replace("[They shared facts.]", "[They shared facts., They met.]").replace(
        "[They shared a house.]", "[They shared facts of life.]"
    )
    assert check_codebook(write(tmp_path, entry)) == (
        "sharing: the example “They met.” does not earn the theme.",
        "sharing: no example fires the cue “tell the police”.",
        "sharing: the non-example “They shared facts of life.” earns the theme by “shared facts” "
        "(cue “share facts”).",
    )


def test_a_right_codebook_has_no_faults(tmp_path: Path) -> None:
    right = ENTRY.replace("[They shared facts.]", "[They shared facts and told the police.]")
    assert check_codebook(write(tmp_path, right)) == ()


def test_an_unreadable_codebook_is_a_fault_too(tmp_path: Path) -> None:
    (problem,) = check_codebook(tmp_path)
    assert "is no codebook" in problem


def test_the_packaged_codebook_is_right() -> None:
    assert check_codebook() == ()
