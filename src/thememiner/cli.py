"""The command line: each command is one function of ``thememiner``.

stdout is data, stderr is messages, ``-`` is stdin or stdout. Exit codes: 0 ok, 1 an
error that the user can act on, 2 usage, 3 finished with failures, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from thememiner import __version__
from thememiner.commands.annual import annual
from thememiner.commands.codebook import codebook
from thememiner.commands.evaluate import evaluate
from thememiner.commands.evidence import evidence
from thememiner.commands.exits import ERROR, STOPPED
from thememiner.commands.export import export
from thememiner.commands.extract import extract
from thememiner.commands.fetch import fetch
from thememiner.commands.judgements import judgements
from thememiner.commands.run import run
from thememiner.commands.search import search
from thememiner.commands.serve import serve
from thememiner.commands.tag import tag
from thememiner.errors import ThememinerError


class _Group(click.Group):
    """Turns our errors into a message and exit code 1, and Ctrl-C into 130."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ThememinerError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(ERROR)
        except KeyboardInterrupt:
            click.echo("Stopped. Run the same command again to go on; what is finished is kept.", err=True)
            ctx.exit(STOPPED)
        except BrokenPipeError:  # the reader of our output has seen enough: | head
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:
            what = error.filename or "A file"
            click.echo(
                f"Error: {what} cannot be read or written ({error.strerror or error}). "
                "Check that it is there, that you may use it, and that the disk has room.",
                err=True,
            )
            ctx.exit(ERROR)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Mine published safeguarding reviews: themes, recommendations, agencies and their network."""


for command in (
    run, fetch, extract, tag, search, serve, annual, evidence, export, evaluate, judgements, codebook,
):  # fmt: skip
    main.add_command(command)


if __name__ == "__main__":
    main()
