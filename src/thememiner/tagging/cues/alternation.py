"""A list of words as a regular expression that is quick to try.

Python tries the branches of ``one|two|three`` one by one at every place of a text. Here
words that begin alike share their beginning, so that nearly all places are done with
after one letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def choose_words(words: Iterable[str], *, blank: str = r"\s+") -> str:
    r"""Return a regular expression for any of the words, the longest first.

    Args:
        words: in any order.
        blank: what a blank in a word stands for.

    >>> choose_words(["four", "fourteen", "five"])
    '(?:f(?:ive|our(?:teen|)))'
    >>> re.fullmatch(choose_words(["per cent", "percent"]), "per\n cent").group()
    'per\n cent'
    """
    tree: _Tree = {}
    for word in sorted(words):
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_write(tree, blank)})" if tree else r"(?!)"


_Tree = dict[str, "_Tree"]


def _write(tree: _Tree, blank: str) -> str:
    # What ends here comes last: a longer word goes before its own beginning.
    branches = [
        (blank if letter == " " else re.escape(letter)) + _write(tree[letter], blank)
        for letter in sorted(tree)
        if letter
    ]
    branches += [""] * ("" in tree)
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
