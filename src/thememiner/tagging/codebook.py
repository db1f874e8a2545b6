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
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, get_args

import yaml

from thememiner.errors import CodebookError
from thememiner.records import Code, Cue, Negation, Polarity, Role, make_id

from .language import make_nlp
from .notation import NotationError, Pattern, compile_cue

PACKAGED = Path(__file__).parent.parent / "codebook"
OF_THEMES = (
    "company.yaml",
    "context.yaml",
    "language.yaml",
    "lexicon.yaml",
    "polarity.yaml",
    "salience.yaml",
    "subjects.yaml",
)
"""Word lists beside ``themes/`` that tagging themes goes by; a codebook may have its own of each."""

_ENTRY_KEYS = {
    "id", "label", "group", "tier", "definition", "include", "exclude", "cues", "examples", "non_examples",
}  # fmt: skip
_CONDITIONS = {"with", "without", "nearby", "unless", "about", "not_in", "polarity", "negation", "weak"}
_LIST = re.compile(r"<([^<>\s]+)>")
_SUBJECTS = ("parent", "child", "professional")


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


_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_rules_bytes(folder: Path | str | None, name: str) -> bytes:
    """Return the bytes of a file of rules: the codebook's own, or the packaged one where it has none."""
    file = Path(folder or PACKAGED) / name
    return (file if file.exists() else PACKAGED / name).read_bytes()


def read_rules(folder: Path | str | None, name: str) -> Any:
    """Return the content of a file of rules: the codebook's own, or the packaged one where it has none.

    Args:
        folder: the codebook; the packaged one where None.
        name: of the file.

    Raises:
        CodebookError: where the file is no YAML.
    """
    try:
        return yaml.load(read_rules_bytes(folder, name).decode("utf-8"), _FAST)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = f"{name} is no YAML that can be read: {' '.join(str(error).split())}"
        raise CodebookError((problem,)) from error


def read_rules_with(
    folder: Path | str | None, name: str, key: str, holding: str, *, kind: type = dict
) -> dict[str, Any]:
    """Return the content of a file of rules that has a certain section.

    Args:
        folder: the codebook; the packaged one where None.
        name: of the file.
        key: of the section.
        holding: what the section must hold, in the words of the error.
        kind: dict or list.

    Raises:
        CodebookError: where the file is no YAML or has no such section.
    """
    loaded = read_rules(folder, name)
    if not isinstance(loaded, dict) or not isinstance(loaded.get(key), kind):
        raise CodebookError((f"{name}: must have “{key}:” with {holding}.",))
    return loaded


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
        for entry, place in _entries(file, problems):
            code = _read_code(entry, place, problems)
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


def compile_notation(notation: str, lexicon: Mapping[str, str]) -> tuple[Pattern, ...]:
    """Return the patterns of one cue, its words split as the tagger splits text.

    Raises:
        NotationError: see ``compile_cue``.
    """
    return _compile(notation, tuple(lexicon.items()))


@lru_cache(maxsize=65536)
def _compile(notation: str, lexicon: tuple[tuple[str, str], ...]) -> tuple[Pattern, ...]:
    return compile_cue(notation, _split_words, dict(lexicon))


@lru_cache(maxsize=1)
def _tokeniser() -> Any:
    return make_nlp()


@lru_cache(maxsize=16384)
def _tokens(text: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((token.text, token.norm_, token.lemma_) for token in _tokeniser()(text))


def _split_words(text: str) -> list[tuple[str, str, str]]:
    return list(_tokens(text))


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Keeps the line of every mapping, so that a problem can be found in the file."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping["__line__"] = node.start_mark.line + 1
        return mapping


def _load(file: Path, problems: list[str]) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(f"{file.name} is no YAML that can be read: {' '.join(str(error).split())}")
        return None


def _read_lexicon(file: Path, problems: list[str]) -> dict[str, str]:
    loaded = _load(file, problems)
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


def _entries(file: Path, problems: list[str]) -> Iterator[tuple[dict[str, Any], str]]:
    loaded = _load(file, problems)
    if loaded is None:
        return
    if not isinstance(loaded, list):
        problems.append(f"{file.name}: must be a list of entries, each beginning with “- id:”.")
        return
    for entry in loaded:
        if not isinstance(entry, dict):
            problems.append(f"{file.name}: “{entry}” is no entry; an entry begins with “- id:”.")
            continue
        line = entry.pop("__line__", 0)
        yield entry, f"{file.name} line {line}, {entry.get('id', 'no id')}"


def _read_code(entry: dict[str, Any], place: str, problems: list[str]) -> Code | None:
    before = len(problems)
    unknown = sorted(set(entry) - _ENTRY_KEYS - _CONDITIONS)
    if unknown:
        problems.append(f"{place}: does not know {', '.join(unknown)}.")
    problems += [
        f"{place}: has no {key}."
        for key in ("id", "label", "group", "definition", "cues")
        if not entry.get(key)
    ]
    if len(problems) > before:
        return None
    # Groups A and B are about practice and its organisation, where "not" is a criticism.
    practice = str(entry["group"]).startswith(("A.", "B."))
    shared = {"negation": "deficit" if practice else "fact"}
    shared |= {key: entry[key] for key in _CONDITIONS if key in entry}
    cues: dict[str, Cue] = {}
    for written in entry["cues"]:
        cue = _read_cue(str(entry["id"]), written, shared, place, problems)
        if cue is None:
            continue
        if cue.cue_id in cues:
            problems.append(f"{place}: the cue “{cue.notation}” stands twice.")
        cues[cue.cue_id] = cue
    return Code(
        code_id=str(entry["id"]),
        label=str(entry["label"]),
        group=str(entry["group"]),
        tier=str(entry.get("tier", "core")),
        definition=_text(entry["definition"]),
        include=_text(entry.get("include", "")),
        exclude=_text(entry.get("exclude", "")),
        cues=tuple(cues.values()),
        examples=tuple(map(_text, entry.get("examples") or ())),
        non_examples=tuple(map(_text, entry.get("non_examples") or ())),
    )


def _read_cue(
    code_id: str, written: Any, shared: Mapping[str, Any], place: str, problems: list[str]
) -> Cue | None:
    own: dict[str, Any] = dict(written) if isinstance(written, dict) else {"cue": str(written)}
    own.pop("__line__", None)
    cue_written = written if not isinstance(written, dict) else own.get("cue", "")
    if isinstance(cue_written, bool):
        problems.append(f"{place}: YAML reads a bare no, yes, on or off as a switch; write it in quotes.")
        return None
    notation = _text(own.pop("cue", ""))
    if not notation:
        problems.append(f"{place}: a cue has no words.")
        return None
    unknown = sorted(set(own) - _CONDITIONS)
    if unknown:
        problems.append(f"{place}, cue “{notation}”: does not know {', '.join(unknown)}.")
    conditions = {
        key: (*_listed(shared.get(key)), *_listed(own.get(key)))
        for key in ("with", "without", "nearby", "unless", "not_in")
    }
    # A condition of the cue's own replaces the entry's where both are needed at once.
    for key in ("with", "nearby"):
        conditions[key] = _listed(own.get(key)) or _listed(shared.get(key))
    about = str(own.get("about", shared.get("about", "")) or "")
    polarity = str(own.get("polarity", shared.get("polarity", "")) or "")
    if about and about not in _SUBJECTS:
        problems.append(
            f"{place}, cue “{notation}”: about must be one of {', '.join(_SUBJECTS)}, not {about}."
        )
    if polarity and polarity not in get_args(Polarity):
        problems.append(
            f"{place}, cue “{notation}”: polarity must be concern, strength or neutral, not {polarity}."
        )
    negation = str(own.get("negation", shared.get("negation", "")))
    if negation not in get_args(Negation):
        problems.append(f"{place}, cue “{notation}”: negation must be deficit or fact, not {negation}.")
    weak = own.get("weak", shared.get("weak", False))
    if not isinstance(weak, bool):
        problems.append(f"{place}, cue “{notation}”: weak must be true or false, not {weak}.")
    problems += [
        f"{place}, cue “{notation}”: {role} is no role of a passage."
        for role in conditions["not_in"]
        if role not in get_args(Role)
    ]
    return Cue(
        cue_id=f"{code_id}.{make_id(notation, sorted(own.items(), key=str), length=6)}",
        code_id=code_id,
        notation=notation,
        present=conditions["with"],
        absent=conditions["without"],
        nearby=conditions["nearby"],
        unless=conditions["unless"],
        about=about,
        not_in=conditions["not_in"],
        polarity=polarity,
        negation=cast(Negation, negation),
        weak=bool(weak),
    )


def _listed(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    return tuple(map(_text, value)) if isinstance(value, list) else (_text(value),)


def _text(value: Any) -> str:
    return " ".join(str(value).split())


def _check_notations(cues: Sequence[Cue], lexicon: Mapping[str, str]) -> Iterator[str]:
    for cue in cues:
        for notation in (cue.notation, *cue.present, *cue.absent, *cue.nearby, *cue.unless):
            try:
                compile_notation(notation, lexicon)
            except NotationError as error:
                yield f"cue “{cue.notation}”: {error}"
