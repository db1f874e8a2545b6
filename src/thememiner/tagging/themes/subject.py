"""Whom words are about: a child, a parent or a professional.

Read from the nearest person in the sentence, then in the passage. The words for people
are data, in ``codebook/subjects.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from spacy.language import Language
from spacy.tokens import Doc

from thememiner.errors import CodebookError
from thememiner.tagging.codebook.rule_files import read_rules_with
from thememiner.tagging.cues.matcher import AnchoredMatcher
from thememiner.tagging.cues.matches import Match, keep_longest
from thememiner.tagging.cues.notation import NotationError
from thememiner.tagging.cues.patterns import compile_notation
from thememiner.tagging.language.pipeline import words_of

_FILE = "subjects.yaml"

Subject = Literal["child", "parent", "professional"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRules:
    """The words for people, compiled for one pipeline; see ``codebook/subjects.yaml``."""

    matcher: AnchoredMatcher
    owners: frozenset[str]
    links: frozenset[str]
    pronouns: frozenset[str]
    near: int
    default: Subject

    def read_all(self, spacy_docs: Sequence[Doc]) -> Iterator[PassageSubjects]:
        """Yield the people of each passage.

        Args:
            spacy_docs: the texts of the passages, see ``make_nlp``.
        """
        for spacy_doc, found in zip(spacy_docs, self.matcher.find_all(spacy_docs), strict=True):
            people = [match for match in keep_longest(found) if _subject(match)]
            yield PassageSubjects(spacy_doc, people, self)


class PassageSubjects:
    """The people that a passage names, and whom its words are about."""

    def __init__(self, spacy_doc: Doc, people: list[Match], rules: SubjectRules) -> None:
        self._doc, self._people, self._rules = spacy_doc, people, rules

    def subject_at(self, start: int, end: int) -> Subject:
        """Return whom the words of ``spacy_doc[start:end]`` are about.

        A person within the words themselves, just before them ("the mother's low mood")
        or joined to them ("drug use by the father") decides. Else the nearest child or
        parent before them in the sentence, then whom a pronoun before them stands for,
        then the nearest after them in the sentence, then before it.
        """
        return self._named(start, end) or self._nearest(start, end) or self._rules.default

    def _named(self, start: int, end: int) -> Subject | None:
        inside = [match for match in self._people if match.start < end and start < match.end]
        if inside:
            return _subject(inside[0])
        sent = self._doc[start].sent
        before = [match for match in self._people if sent.start <= match.start and match.end <= start]
        after = [match for match in self._people if end <= match.start < sent.end]
        if before and self._joins(before[-1].end, start, self._rules.owners, adjacent=True):
            return _subject(before[-1])
        if after and self._joins(end, after[0].start, self._rules.links, adjacent=False):
            return _subject(after[0])
        return None

    def _joins(self, start: int, end: int, words: frozenset[str], *, adjacent: bool) -> bool:
        """Whether the few words between a person and what is said make it plainly theirs."""
        if end - start > self._rules.near:
            return False
        return (adjacent and start == end) or any(token.norm_ in words for token in self._doc[start:end])

    def _nearest(self, start: int, end: int) -> Subject | None:
        families = [match for match in self._people if _subject(match) != "professional"]
        sent = self._doc[start].sent
        before = [match for match in families if match.end <= start][-1:]
        after = [match for match in families if end <= match.start < sent.end][:1]
        for match in before:
            pronoun = any(token.norm_ in self._rules.pronouns for token in self._doc[sent.start : start])
            if match.start >= sent.start or pronoun:
                return _subject(match)
        nearest = after or before
        return _subject(nearest[0]) if nearest else None


def _subject(match: Match) -> Subject | None:
    name = match.key.partition(" ")[0]
    return next((subject for subject in SUBJECTS if subject == name), None)


def load_subjects(nlp: Language, path: Path | str | None = None) -> SubjectRules:
    """Read the words for people of a codebook; the packaged ones where it has none.

    Args:
        nlp: the pipeline that makes the docs.
        path: the folder of the codebook.

    Raises:
        CodebookError: with every problem of the file.
    """
    loaded = read_rules_with(path, _FILE, "people", "the words for each subject")
    problems = [
        f"{_FILE}: {name} is no subject; it must be one of {', '.join(SUBJECTS)}."
        for name in loaded["people"]
        if name not in SUBJECTS
    ]
    default = loaded.get("default", "child")
    if default not in SUBJECTS:
        problems.append(f"{_FILE}: default must be one of {', '.join(SUBJECTS)}, not {default}.")
    cues = {
        f"{name} {i}": str(cue)
        for name, listed in (*loaded["people"].items(), ("nobody", loaded.get("nobody") or []))
        for i, cue in enumerate(listed)
    }
    patterns = {}
    for key, cue in cues.items():
        try:
            patterns[key] = compile_notation(cue, {})
        except NotationError as error:
            problems.append(f"{_FILE}, {key.partition(' ')[0]}: {error}.")
    if problems:
        raise CodebookError(tuple(problems))
    return SubjectRules(
        matcher=AnchoredMatcher(words_of(nlp), patterns),
        owners=frozenset(map(str, loaded.get("owners") or ())),
        links=frozenset(map(str, loaded.get("links") or ())),
        pronouns=frozenset(map(str, loaded.get("pronouns") or ())),
        near=int(loaded.get("near", 3)),
        default=default,
    )
