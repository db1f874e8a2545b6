"""The public surface: small, and what it says."""

from __future__ import annotations

import subprocess
import sys

import thememiner
from thememiner.cli import main
from thememiner.store import FILTERS


def test_everything_public_is_there_and_documented() -> None:
    for name in thememiner.__all__:
        assert getattr(thememiner, name).__doc__, name


def test_every_command_is_a_public_function() -> None:
    groups = {name: command for name, command in main.commands.items() if hasattr(command, "commands")}
    verbs = {(name, verb.replace("-", "_")) for name, group in groups.items() for verb in group.commands}
    commands = set(main.commands) - set(groups) | {
        f"{name}_{verb}" if verb.startswith(("to_", "from_")) else f"{verb}_{name}" for name, verb in verbs
    }
    assert commands <= set(thememiner.__all__)


def test_help_answers_without_loading_the_libraries() -> None:
    code = (
        "import sys; from thememiner.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('spacy', 'pandas', 'networkx') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "run" in done.stdout


def test_the_packaged_codebook_is_in_order() -> None:
    assert list(thememiner.check_codebook()) == []


def test_the_command_line_offers_the_filters_of_the_search() -> None:
    # The command line names them itself, so that --help need not load the store.
    options = {option.name for option in main.commands["search"].params}
    assert set(FILTERS) <= options
