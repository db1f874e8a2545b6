"""Forms of the verbs with which reviews ask for things."""

from __future__ import annotations

import re
from functools import cache

from spacy.lookups import Table, load_lookups

from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_PARTICIPLE = re.compile(r"[a-z-]+(?:ed|en|wn|nt|lt|ld|pt|ught|ade)")


def base_form(word: str) -> str:
    """Return the listed verb of which the word is a form, or "".

    >>> base_form("reviewed"), base_form("ensuring"), base_form("planned"), base_form("house")
    ('review', 'ensure', 'plan', '')
    """
    vocabulary = load_vocabulary()
    candidates = [vocabulary.irregular_verbs.get(word, word), word]
    for ending in ("ing", "ed", "es", "s", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            candidates += [stem, stem + "e"]
            if ending in ("ed", "es") and stem.endswith("i"):
                candidates.append(stem[:-1] + "y")
            if ending in ("ing", "ed") and len(stem) > 2 and stem[-1] == stem[-2]:
                candidates.append(stem[:-1])
    return next((candidate for candidate in candidates if candidate in vocabulary.verbs), "")


@cache
def _lemmas() -> Table:
    return load_lookups("en", ["lemma_lookup"]).get_table("lemma_lookup")


def bare_form(word: str) -> str:
    """Return the verb behind a word that stands where only a verb can: after "should", "to" or "be".

    >>> bare_form("flag"), bare_form("piloted"), bare_form("sent")
    ('flag', 'pilot', 'send')
    """
    if not _PARTICIPLE.fullmatch(word):
        return word
    return str(_lemmas().get(word, word))
