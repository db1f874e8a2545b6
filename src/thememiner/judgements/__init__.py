"""Judgements: what people say of mentions and recommendations, kept beside the report.

They stand in ``judgements.db``, an SQLite file of their own in the report's folder: a
run never touches it, two writers at once wait for each other, and nothing in it can be
changed or deleted, only followed by a later verdict. Times are allowed here, because a
verdict is an event.

::

    from thememiner.judgements import add_judgement, latest_judgements, match_judgements, read_judgements

    add_judgement("reports/sample", mention, "reject", reviewer="Ada", note="a list of services")
    judgements = read_judgements("reports/sample")
    current = latest_judgements(judgements, match_judgements(judgements, mentions, recommendations))
"""

from .making import VERDICTS, make_judgement
from .matching import latest_judgements, match_judgements
from .rows import list_judgements, read_rows, read_table
from .store import FILE, add_judgement, add_judgements, add_new, read_judgements

__all__ = [
    "FILE",
    "VERDICTS",
    "add_judgement",
    "add_judgements",
    "add_new",
    "latest_judgements",
    "list_judgements",
    "make_judgement",
    "match_judgements",
    "read_judgements",
    "read_rows",
    "read_table",
]
