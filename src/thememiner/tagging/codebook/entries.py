"""Entries of a codebook's files, read and checked: codes with their cues, each problem with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast, get_args

import yaml

from thememiner.records import Code, Cue, Negation, Polarity, Role, make_id

from .rule_files import RuleLoader

_ENTRY_KEYS = {
    "id", "label", "group", "tier", "definition", "include", "exclude", "cues", "examples", "non_examples",
}  # fmt: skip
_CONDITIONS = {"with", "without", "nearby", "unless", "about", "not_in", "polarity", "negation", "weak"}
_SUBJECTS = ("parent", "child", "professional")


class _Loader(RuleLoader):
    """Keeps the line of every mapping, so that a problem can be found in the file."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping["__line__"] = node.start_mark.line + 1
        return mapping


def load_yaml(file: Path, problems: list[str]) -> Any:
    """Return the content of a file, each mapping with its ``__line__``; None where it is no YAML.

    Args:
        file: the file.
        problems: where a problem is added.
    """
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(f"{file.name} is no YAML that can be read: {' '.join(str(error).split())}")
        return None


def read_entries(file: Path, problems: list[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each entry of a file of themes with its place in words.

    Args:
        file: a list of entries in YAML.
        problems: where problems are added.
    """
    loaded = load_yaml(file, problems)
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


def read_code(entry: dict[str, Any], place: str, problems: list[str]) -> Code | None:
    """Return the code that an entry describes; None where it lacks what every code needs.

    Args:
        entry: what stands in the file.
        place: of the entry, in words.
        problems: where problems are added.
    """
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
        examples=_read_sentences(entry, "examples", place, problems),
        non_examples=_read_sentences(entry, "non_examples", place, problems),
    )


def _read_sentences(entry: Mapping[str, Any], key: str, place: str, problems: list[str]) -> tuple[str, ...]:
    written = entry.get(key) or []
    if not isinstance(written, list):
        problems.append(f"{place}: {key} must be a list of sentences.")
        return ()
    problems += [
        f"{place}, {key}: YAML reads “{next(iter(sentence))}: ...” as a name with a value; write a sentence "
        "that holds a colon in quotes."
        for sentence in written
        if isinstance(sentence, dict)
    ]
    return tuple(_text(sentence) for sentence in written)


def _read_cue(
    code_id: str, written: Any, shared: Mapping[str, Any], place: str, problems: list[str]
) -> Cue | None:
    own: dict[str, Any] = dict(written) if isinstance(written, dict) else {"cue": str(written)}
    own.pop("__line__", None)
    cue_written = written if not isinstance(written, dict) else own.get("cue", "")
    if isinstance(cue_written, bool):
        problems.append(
            f"{place}: YAML reads a bare {str(cue_written).lower()} as a switch; write it in quotes."
        )
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
    # A number in a list of words is a word: the id is the same whether it was quoted or not.
    said = [
        (key, list(map(str, value)) if isinstance(value, list) else value)
        for key, value in sorted(own.items(), key=str)
    ]
    return Cue(
        cue_id=f"{code_id}.{make_id(notation, said, length=6)}",
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
