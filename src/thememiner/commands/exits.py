"""Exit codes; 0 is ok, 2 is wrong usage (of click)."""

ERROR = 1
"""One that the user can act on."""
FINISHED_WITH_FAILURES = 3
STOPPED = 130
"""By Ctrl-C."""
