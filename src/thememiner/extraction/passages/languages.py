"""The language of each passage: reviews of Wales are bilingual, and rules for English read no Welsh."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

UNDETERMINED = "und"
"""ISO 639: a language that this does not know, told by letters that are not Latin."""
_LOOKED_AT = 240
"""Characters of a passage that are looked at."""
_LEAST_WORDS, _LEAST_FOREIGN = 2, 4
"""Small words that tell the language of the document, and those that tell another."""
_MARGIN = 2
"""A language has this many times the small words of any other."""
_LEAST_SHARE = 0.15
"""Of a text in another language so many of its words are small words, or more."""
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*[/@]\S*")


def find_languages(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the language of each text of a document, as ISO 639 has it: en, cy ...; und where it is unknown.

    A text with too few small words to tell (a heading, a name) has the language of the texts around it where
    those agree, and else that of most of the document. A document without any is taken for English.

    Args:
        texts: the passages of a document, in order.

    >>> find_languages(["What the review saw of the child", "Mae'r plant yn ddiogel gyda eu mam ers hynny"])
    ('en', 'cy')
    """
    told = [_tell(text) for text in texts]
    if {"en", ""}.issuperset(told):
        return ("en",) * len(told)  # as in nearly all documents
    sizes: Counter[str] = Counter()
    for language, text in zip(told, texts, strict=True):
        if language:
            sizes[language] += len(text)
    main = min(sizes, key=lambda language: (-sizes[language], language)) if sizes else "en"
    following: list[str] = []
    after = main
    for language in reversed(told):
        after = language or after
        following.append(after)
    found: list[str] = []
    before = main
    for language, after in zip(told, reversed(following), strict=True):
        before = language or before
        found.append(language or (before if before == after else main))
    return tuple(found)


def _tell(text: str) -> str:
    """Return the language that the words of a text tell by themselves, or an empty string."""
    table, known, english = _load_words()
    text = text[:_LOOKED_AT]
    plain = known.intersection(text.split())
    if len(plain) >= _LEAST_WORDS and plain <= english:
        return "en"  # as nearly all are
    low = text.lower()
    plain = known.intersection(low.split())
    if plain <= english and (plain or text.isascii()):
        return "en" if len(plain) >= _LEAST_WORDS else ""
    words = _WORD.findall(_ADDRESS.sub(" ", low) if "/" in low or "@" in low else low)
    small = [table[word] for word in words if word in table]
    if not small:
        return UNDETERMINED if _is_foreign_script(text) else ""
    if len(small) < _LEAST_WORDS:
        return ""  # as headings and names
    (best, most), *others = [*Counter(small).most_common(2), ("", 0)]
    least = _LEAST_WORDS if best == "en" else max(_LEAST_FOREIGN, round(_LEAST_SHARE * len(words)))
    return best if most >= least and most >= _MARGIN * others[0][1] else ""


def _is_foreign_script(text: str) -> bool:
    if text.isascii():
        return False
    letters = [char for char in text if char.isalpha()]
    foreign = sum(not unicodedata.name(char, "LATIN").startswith("LATIN") for char in letters)
    return len(letters) >= 8 and foreign > 0.7 * len(letters)


@cache
def _load_words() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Return the language of each small word that tells one; all these words; those of English."""
    text = files("thememiner").joinpath("codebook/languages.yaml").read_text(encoding="utf-8")
    listed = {str(language): str(words).split() for language, words in yaml.safe_load(text).items()}
    shared = Counter(word for words in listed.values() for word in set(words))
    table = {word: language for language, words in listed.items() for word in words if shared[word] == 1}
    english = frozenset(word for word, language in table.items() if language == "en")
    return table, frozenset(table), english
