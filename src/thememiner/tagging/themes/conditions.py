"""The conditions of cues: what must, or must not, stand around a cue that fired.

They are looked for only where a cue fired that has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy

from thememiner.records import Cue
from thememiner.tagging.cues.matcher import AnchoredMatcher
from thememiner.tagging.cues.matches import Found
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.columns import Words
from thememiner.tagging.language.texts import Numbers, Texts, count_up


class Conditions:
    """The conditions of some cues.

    Args:
        cues: by their number.
        lexicon: word lists that they name.
        words: the words of the pipeline that makes the docs, see ``words_of``.
    """

    def __init__(self, cues: Sequence[Cue], lexicon: Mapping[str, str], words: Words) -> None:
        conditions = [(cue.unless, cue.absent, cue.present, cue.nearby) for cue in cues]
        patterns = {
            _name(notations): [
                pattern for notation in notations for pattern in compile_notation(notation, lexicon)
            ]
            for notations in dict.fromkeys(notations for of_cue in conditions for notations in of_cue)
            if notations
        }
        self._matcher = AnchoredMatcher(words, patterns)
        numbers = {name: number for number, name in enumerate(self._matcher.keys)}
        # By the number of a cue; -1 where it has no such condition.
        of_cues = [[numbers.get(_name(notations), -1) for notations in of_cue] for of_cue in conditions]
        self._of_cues = numpy.array(of_cues, dtype="intp").reshape(-1, 4)

    def hold(self, fired: Found, texts: Texts) -> Numbers:
        """Return which of the cues that fired have their conditions met.

        Args:
            fired: cues by number.
            texts: in which they fired.
        """
        unless, absent, present, nearby = self._of_cues[fired.keys].T
        sentences, docs = texts.sentences[fired.firsts], texts.docs[fired.firsts]
        size = len(self._matcher.keys)
        in_docs = _tabulate(docs, nearby, texts.docs, size)
        wanted = in_docs[_tell_docs(texts)]
        for numbers in (unless, absent, present):
            wanted |= _tabulate(sentences, numbers, texts.sentences, size)
        found = self._matcher.search(texts, wanted)
        in_sentence = texts.sentences[found.firsts] * size + found.keys
        in_doc = texts.docs[found.firsts] * size + found.keys

        def overlaps(cue: Numbers, other: Numbers) -> Numbers:
            return (found.firsts[other] <= fired.lasts[cue]) & (fired.firsts[cue] <= found.lasts[other])

        def stands(cue: Numbers, other: Numbers) -> Numbers:
            """Whether it stands at least partly outside of the cue."""
            return (found.firsts[other] < fired.firsts[cue]) | (fired.lasts[cue] < found.lasts[other])

        return ~(
            _meet(_code(sentences, unless, size), in_sentence, overlaps)
            | _meet(_code(sentences, absent, size), in_sentence, stands)
            | ((present >= 0) & ~_meet(_code(sentences, present, size), in_sentence, stands))
            | ((nearby >= 0) & ~numpy.isin(_code(docs, nearby, size), in_doc))
        )


def _name(notations: Sequence[str]) -> str:
    return " | ".join(notations)


def _tabulate(places: Numbers, numbers: Numbers, of_words: Numbers, size: int) -> Numbers:
    """Return at which places (rows) which conditions (columns) are looked for."""
    table = numpy.zeros((of_words.max(initial=-1) + 1, size), dtype=bool)
    table[places[numbers >= 0], numbers[numbers >= 0]] = True
    return table


def _tell_docs(texts: Texts) -> Numbers:
    """Return which text each sentence is of."""
    docs = numpy.zeros(texts.sentences.max(initial=-1) + 1, dtype="intp")
    docs[texts.sentences] = texts.docs
    return docs


def _code(places: Numbers, numbers: Numbers, size: int) -> Numbers:
    """Return one number for a condition at a place; below 0 where there is none."""
    return numpy.where(numbers >= 0, places * size + numbers, -1)


def _meet(asked: Numbers, given: Numbers, passes: Callable[[Numbers, Numbers], Numbers]) -> Numbers:
    """Return for which of the codes asked an equal one is given, of which together a test is passed.

    Args:
        asked: see ``_code``.
        given: the same.
        passes: tells of pairs, each by its place in ``asked`` and in ``given``.
    """
    order = given.argsort()
    firsts, ends = (given[order].searchsorted(asked, side) for side in ("left", "right"))
    counts = ends - firsts
    cues = numpy.arange(len(asked)).repeat(counts)
    others = order[firsts.repeat(counts) + count_up(counts)]
    met = numpy.zeros(len(asked), dtype=bool)
    met[cues[passes(cues, others)]] = True
    return met
