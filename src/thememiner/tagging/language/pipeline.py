"""The spaCy pipeline that all tagging stands on: no model, no download, no randomness.

A blank English pipeline, with three things that matching needs: one spelling per word
(``token.norm_``), one form per word (``token.lemma_``), and sentences.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml
from spacy import util
from spacy.lang.en import English
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.tokens import Doc
from spacy.vocab import Vocab

from thememiner.collector import paused_collector

from .columns import Words
from .sentences import SentenceSplitter

_DASHES = dict.fromkeys(map(ord, "‐‑‒–−"), "-") | dict.fromkeys(map(ord, "‘’ʼ′`"), "'")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)")
_YZE = re.compile(r"(?<=[a-z]{2})lyz(?=(?:e|es|ed|er|ers|ing)$)")


def fold_spelling(word: str) -> str:
    """Return one spelling for the variants of a word: lower case, plain marks, -ise.

    >>> fold_spelling("Organization"), fold_spelling("child’s"), fold_spelling("analyzed")
    ('organisation', "child's", 'analysed')
    """
    folded = word.lower().translate(_DASHES)
    return _YZE.sub("lys", _IZE.sub("is", folded))


@lru_cache(maxsize=1)
def _language() -> dict[str, Any]:
    file = Path(__file__).parents[2] / "codebook" / "language.yaml"
    return cast(dict[str, Any], yaml.safe_load(file.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(_language()["frequent"].split(), start=1)}


def estimate_frequency(word: str) -> float:
    """Return roughly how often a folded word stands in a report, per word of text.

    By Zipf's law from its rank among the commonest words; a small figure for any other.

    >>> estimate_frequency("the") > estimate_frequency("child") > estimate_frequency("xylophone")
    True
    """
    rank = _ranks().get(word)
    return 0.14 / rank if rank else 0.00002


@lru_cache(maxsize=1)
def _lookups() -> Lookups:
    return load_lookups("en", ["lemma_lookup"])


class Reader:
    """A pipeline component: writes norms, lemmas and sentences on a doc, and leaves its columns there."""

    def __init__(self, vocab: Vocab, lookups: Lookups) -> None:
        self._lemmas = lookups.get_table("lemma_lookup")
        language = _language()
        self._forms: dict[str, str] = {word: word for line in language["own_form"] for word in line.split()}
        self._forms |= language["forms"]
        self.words = Words(vocab.strings, self._fold)
        self._splitter = SentenceSplitter(self.words, language["sentences"])

    def _fold(self, norm: str) -> tuple[str, str]:
        """Return our norm and lemma of a word, from spaCy's own norm ("n't" is "not" already)."""
        folded = fold_spelling(norm)
        return folded, self.lemma_of(folded)

    def lemma_of(self, norm: str) -> str:
        """Return the dictionary form of a folded word; the word itself where unknown."""
        if norm.startswith("'"):
            return norm  # "child's" is not "child has"
        lemma = norm
        # The table takes one step at a time: meetings, meeting, meet.
        for _ in range(3):
            step = self._forms.get(lemma) or fold_spelling(str(self._lemmas.get(lemma, lemma)))
            if step == lemma:
                break
            lemma = step
        return _singular(norm) if lemma == norm and norm not in self._forms else lemma

    def __call__(self, spacy_doc: Doc) -> Doc:
        """Return the same doc, read."""
        numbers = self.words.read(spacy_doc)
        self.words.write(spacy_doc, numbers, self._splitter.find_starts(spacy_doc, numbers))
        return spacy_doc


def _singular(word: str) -> str:
    """Return the singular of a plural that the table does not know ("headteachers")."""
    if len(word) < 5 or not word.isalpha() or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


@Language.factory("thememiner_reader")
def make_reader(nlp: Language, name: str) -> Reader:
    """Return the component that sets one spelling, one form and sentences."""
    del name
    return Reader(nlp.vocab, _lookups())


def _reader_of(nlp: Language) -> Reader:
    reader: Reader = nlp.get_pipe("thememiner_reader")  # type: ignore[assignment]
    return reader


def words_of(nlp: Language) -> Words:
    """Return the words that a pipeline has met, by number.

    Args:
        nlp: see ``make_nlp``.
    """
    return _reader_of(nlp).words


@paused_collector()
def read_texts(nlp: Language, texts: Iterable[str]) -> list[Doc]:
    """Return the docs of many texts: what ``nlp.pipe`` yields, without its bookkeeping for each text.

    Args:
        nlp: see ``make_nlp``.
        texts: of passages.
    """
    reader = _reader_of(nlp)
    return [reader(nlp.make_doc(text)) for text in texts]


class _English(English):  # type: ignore[no-untyped-call]
    """English that takes any string: half a surrogate pair, which spaCy cannot store, is read as �."""

    def make_doc(self, text: str) -> Doc:
        return super().make_doc(_SURROGATE.sub("\ufffd", text))


def make_nlp() -> Language:
    """Return the pipeline: tokens, one spelling, one form, sentences.

    >>> spacy_doc = make_nlp()("Sharing of information wasn’t recognized.")
    >>> [token.lemma_ for token in spacy_doc]
    ['share', 'of', 'information', 'be', 'not', 'recognise', '.']
    """
    nlp = _English()
    nlp.max_length = sys.maxsize  # the limit is for parsers, which are not here
    # Hyphens of every kind part words, also beside digits ("under-1s"), so that hyphenated,
    # spaced and solid spellings can be matched alike.
    infixes = [
        *(nlp.Defaults.infixes or ()),
        r"(?<=[A-Za-z0-9])[‐‑–-](?=[A-Za-z0-9])",
        r"(?<=[A-Za-z])/(?=[A-Za-z])",
        r"(?<=[a-z]{3})[.?!](?=\d{1,3}$)",  # the number of a note
    ]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = util.compile_infix_regex(infixes).finditer
    # Extracted text often has a space after the hyphen: "multi- agency".
    suffixes = [*(nlp.Defaults.suffixes or ()), r"(?<=[A-Za-z]{2})[‐‑–-]"]
    tokenizer.suffix_search = util.compile_suffix_regex(suffixes).search
    # How a chunk of text falls into tokens is kept. spaCy keeps 10,000 chunks, which a few reviews use up,
    # and every rarer word is then split anew wherever it stands; a corpus of a hundred has 60,000.
    tokenizer.max_cache_size = 100_000
    nlp.add_pipe("thememiner_reader")
    return nlp
