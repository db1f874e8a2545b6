"""The codebook: themes, their cues and word lists, read from YAML and checked whole.

A codebook is a folder with ``themes/*.yaml`` (a list of entries each) and
``lexicon.yaml`` (word lists that cues name as ``<list>``). The packaged one is
``thememiner/codebook``; docs/codebook.md describes the notation.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from thememiner.errors import CodebookError
from thememiner.records import Code, Cue, make_id
from thememiner.tagging.cues.notation import NotationError
from thememiner.tagging.cues.patterns import compile_notation

from .entries import load_yaml, read_code, read_entries
from .rule_files import OF_THEMES, PACKAGED

_LIST = re.compile(r"<([^<>\s]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """Codes in order of their files, the word lists, and a version that names the content."""

    codes: tuple[Code, ...]
    lexicon: Mapping[str, str]
    version: str
    """Short hash of the files that themes are tagged by: the same content has the same version anywhere."""
    path: Path
    signatures: Mapping[str, str] = field(default_factory=dict)
    """Of each cue, by its id: a hash of what it is found and read by, but for rules that all themes share."""

    def cues(self) -> Iterator[Cue]:
        """Yield every cue of every code."""
        for code in self.codes:
            yield from code.cues

    def code(self, code_id: str) -> Code:
        """Return the code with this id.

        Raises:
            KeyError: where there is none.
        """
        return {code.code_id: code for code in self.codes}[code_id]


def load_codebook(path: Path | str | None = None, *, checked: Mapping[str, str] | None = None) -> Codebook:
    """Read a codebook and check all of it.

    Args:
        path: the folder; the packaged codebook where None.
        checked: signatures of cues that were found in order before, see ``Codebook.signatures``.

    Raises:
        CodebookError: with every problem of every file, each with its place.

    >>> codebook = load_codebook()
    >>> codebook.code("info_sharing").group
    'A. Practice and decision-making'
    """
    folder = Path(path) if path is not None else PACKAGED
    files = sorted((folder / "themes").glob("*.yaml"))
    if not files:
        raise CodebookError((f"{folder} is no codebook: it has no themes/*.yaml.",))
    problems: list[str] = []
    lexicon_file = folder / "lexicon.yaml"
    lexicon = _read_lexicon(lexicon_file, problems) if lexicon_file.exists() else {}
    lists = _Lists(lexicon)
    in_order = frozenset((checked or {}).values())
    signatures: dict[str, str] = {}
    codes: list[Code] = []
    seen: dict[str, str] = {}
    for file in files:
        for entry, place in read_entries(file, problems):
            code = read_code(entry, place, problems)
            if code is None:
                continue
            if code.code_id in seen:
                problems.append(f"{place}: the id {code.code_id} is used already in {seen[code.code_id]}.")
                continue
            seen[code.code_id] = place
            codes.append(code)
            signed = {cue.cue_id: lists.sign(cue) for cue in code.cues}
            unknown = [cue for cue in code.cues if signed[cue.cue_id] not in in_order]
            problems += [f"{place}: {problem}." for problem in _check_notations(unknown, lexicon)]
            signatures |= signed
    if problems:
        raise CodebookError(tuple(problems))
    digest = hashlib.sha256()
    own = (folder / name for name in OF_THEMES)
    for file in (*files, *(file for file in own if file.exists())):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return Codebook(
        codes=tuple(codes),
        lexicon=lexicon,
        version=digest.hexdigest()[:12],
        path=folder,
        signatures=signatures,
    )


class _Lists:
    """Signs cues: with the word lists that they name, as a cue changes where one of these does."""

    def __init__(self, lexicon: Mapping[str, str]) -> None:
        self._lexicon = lexicon

    def sign(self, cue: Cue) -> str:
        parts = (cue.notation, *cue.present, *cue.absent, *cue.nearby, *cue.unless)
        named: dict[str, None] = {}
        for part in parts:
            self._follow(part, named)
        lists = [(name, self._lexicon[name]) for name in named]
        return make_id(*(getattr(cue, name) for name in Cue.__slots__), lists, length=16)

    def _follow(self, notation: str, named: dict[str, None]) -> None:
        """Add the lists that a notation names, and those that they name."""
        for name in _LIST.findall(notation):
            if name in self._lexicon and name not in named:
                named[name] = None
                self._follow(self._lexicon[name], named)


def _read_lexicon(file: Path, problems: list[str]) -> dict[str, str]:
    loaded = load_yaml(file, problems)
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        problems.append(f"{file.name}: must map the name of each list to its words.")
        return {}
    loaded.pop("__line__", None)
    lexicon: dict[str, str] = {}
    for name, words in loaded.items():
        listed = " | ".join(map(str, words)) if isinstance(words, list) else str(words)
        lexicon[str(name)] = listed
    for name, listed in lexicon.items():
        try:
            compile_notation(listed, lexicon)
        except NotationError as error:
            problems.append(f"{file.name}, list {name}: {error}.")
    return lexicon


def _check_notations(cues: Sequence[Cue], lexicon: Mapping[str, str]) -> Iterator[str]:
    for cue in cues:
        for notation in (cue.notation, *cue.present, *cue.absent, *cue.nearby, *cue.unless):
            try:
                compile_notation(notation, lexicon)
            except NotationError as error:
                yield f"cue “{cue.notation}”: {error}"
