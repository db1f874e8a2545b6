"""How a wording moved: what is gone and what is new since it was asked before."""

from __future__ import annotations

from difflib import SequenceMatcher


def compare_words(before: str, after: str) -> str:
    """Return the later wording with the changes marked, word by word: ``[-gone-] {+new+}``.

    The marks are those of ``wdiff`` and ``git diff --word-diff``.

    >>> compare_words("Leaders should audit case records.", "Leaders should audit all records yearly.")
    'Leaders should audit [-case records.-] {+all records yearly.+}'
    """
    old, new = before.split(), after.split()
    told = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            told.append(" ".join(new[j1:j2]))
            continue
        if i2 > i1:
            told.append(f"[-{' '.join(old[i1:i2])}-]")
        if j2 > j1:
            told.append(f"{{+{' '.join(new[j1:j2])}+}}")
    return " ".join(told)
