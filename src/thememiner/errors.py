"""The errors that thememiner raises, as a tree.

::

    ThememinerError
    ├── CorpusError       a folder or manifest that cannot be used
    ├── ReadError         a PDF that cannot be read (becomes a row of failures.csv)
    │   └── LockedError   for want of a password
    ├── CodebookError     a codebook with problems: all of them at once
    ├── InputError        a table or option that cannot be used
    ├── ClusterError      a Dask cluster that cannot be reached or was lost
    └── ReportError       an output folder that cannot be read or written

Each message is a sentence for the person at the keyboard: what, where, what to do.
Constructors take positional arguments, so that errors survive pickling between
processes.
"""

from __future__ import annotations


class ThememinerError(Exception):
    """Base of every error that a user can act on."""


class CorpusError(ThememinerError):
    """A corpus folder or its manifest cannot be used."""


class ReadError(ThememinerError):
    """A PDF cannot be read.

    Attributes:
        error: what is wrong with the file, in a sentence.
        advice: what the user can do about it, in a sentence.
    """

    def __init__(self, error: str, advice: str = "") -> None:
        super().__init__(error, advice)
        self.error = error
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.error} {self.advice}".strip()


class LockedError(ReadError):
    """A PDF is locked, and no password that was given opens it."""


class CodebookError(ThememinerError):
    """A codebook has problems.

    Attributes:
        problems: each problem with its place, in a sentence.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


class InputError(ThememinerError):
    """A table, file or option that a command was given cannot be used."""


class ClusterError(ThememinerError):
    """A Dask cluster cannot be reached, is not fit for the work, or was lost."""


class ReportError(ThememinerError):
    """An output folder cannot be read or written."""
