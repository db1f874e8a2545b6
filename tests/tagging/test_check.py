"""A codebook held against its own examples."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from thememiner.cli import main
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


def test_the_command_says_whether_accuracy_was_measured(tmp_path: Path) -> None:
    """Figures belong to one version: who changes a file must learn that reports show none any more."""

    def check(folder: Path) -> str:
        done = CliRunner().invoke(main, ["codebook", "check", str(folder)])
        assert done.exit_code == 0, done.output
        return done.output

    own = write(tmp_path, ENTRY.replace(", tell the police", ""))
    assert "Its accuracy was never measured" in check(own)
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "text": "They shared facts.", "themes": ["sharing"]}\n', encoding="utf-8")
    card = own / "accuracy.json"
    done = CliRunner().invoke(main, ["evaluate", str(gold), "--codebook", str(own), "--card", str(card)])
    assert done.exit_code == 0, done.output
    assert "Accuracy was measured on one passage coded" in check(own)
    with (own / "themes" / "all.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert "measured before its files were changed" in check(own)
    assert f"--card {card}" in check(own)
