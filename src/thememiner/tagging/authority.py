"""The authority file: every body a review may name, under one name each.

It is data (``codebook/agencies/*.yaml``). ``load_authority`` reads, expands and checks
it; ``Authority.resolve`` answers which body a phrase names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from thememiner.errors import CodebookError
from thememiner.records import Agency
from thememiner.tagging.names import (
    Candidate,
    Family,
    Grammar,
    Name,
    NameCase,
    NameTree,
    find_names,
    make_slug,
    name_key,
)
from thememiner.tagging.words import split_words

_FILE_KEYS = frozenset(
    [
        "kind",
        "country",
        "case",
        "forms",
        "places",
        "bodies",
        "families",
        "place_aliases",
        "phrases",
        "titles",
        "grammar",
        "other_meanings",
    ]
)
_BODY_KEYS = frozenset(
    [
        "id",
        "label",
        "kind",
        "country",
        "valid_from",
        "valid_to",
        "successor",
        "aliases",
        "acronyms",
        "case",
        "near",
        "place",
        "same_as",
        "short_for",
        "printed",
    ]
)
_FAMILY_KEYS = frozenset(
    [
        "heads",
        "label",
        "kind",
        "side",
        "role",
        "country",
        "valid_from",
        "valid_to",
        "successor",
        "drop",
        "not",
        "spell",
        "case",
        "initials",
        "across",
        "known_places",
    ]
)
_CASES = frozenset({"any", "first", "title", "exact"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortName:
    """A role such as "the Board" that stands for a body the document has named."""

    word: str
    """Words that the body's own name holds."""
    kinds: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Authority:
    """The bodies and roles that are known, and the words that name them."""

    agencies: tuple[Agency, ...]
    tree: NameTree
    short_names: Mapping[str, ShortName] = field(default_factory=dict)
    """By the id of the role."""
    acronyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Acronym as printed, to the ids it may mean."""
    other_meanings: Mapping[str, str] = field(default_factory=dict)
    """Acronyms that also mean something that is no agency."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Id of a body, to the place it serves."""

    @cached_property
    def by_id(self) -> dict[str, Agency]:
        """Agencies by their id."""
        return {agency.agency_id: agency for agency in self.agencies}

    def resolve(self, name: str) -> Agency | None:
        """Return the body or role that a phrase names, or None.

        Args:
            name: a phrase such as an addressee: "the Home Office", "Bolton LSCB". The
                whole phrase must be the name; an article or "all" before it is ignored.
        """
        words = split_words(name.strip(" .,:;\t\n"))
        first = 0
        while first < len(words) - 1 and words.keys[first] in (
            "the",
            "all",
            "each",
            "every",
            "a",
            "an",
            "any",
        ):
            first += 1
        ids: set[str] = set()
        for candidate in find_names(words, self.tree):
            if candidate.end == len(words) and candidate.start in (0, first) and candidate.agency_id:
                ids.add(candidate.agency_id)
                if candidate.rule == "pattern" and candidate.agency_id not in self.by_id:
                    return make_agency(candidate)
        if not ids and name.strip() in self.acronyms and name.strip() not in self.other_meanings:
            ids = set(self.acronyms[name.strip()])
        return self.by_id.get(ids.pop()) if len(ids) == 1 else None


def make_agency(candidate: Candidate) -> Agency:
    """Return the agency that a family's grammar makes of a name found in text."""
    family = candidate.family
    return Agency(
        agency_id=candidate.agency_id,
        label=candidate.label,
        kind=family.kind if family else "",
        country=family.country if family else "",
        valid_from=family.valid_from if family else "",
        valid_to=family.valid_to if family else "",
    )


def load_authority(path: Path | None = None) -> Authority:
    """Return the authority file, expanded and checked.

    Args:
        path: a folder of YAML files; the packaged ones when None.

    Raises:
        CodebookError: with every problem found, each with its file.
    """
    return _load(path)


@lru_cache(maxsize=4)
def _load(path: Path | None) -> Authority:
    if path is None:
        folder = resources.files("thememiner") / "codebook" / "agencies"
        texts = [(f.name, f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".yaml")]
    else:
        texts = [(f.name, f.read_text("utf-8")) for f in path.glob("*.yaml")]
    builder = _Builder()
    if not texts:
        raise CodebookError((f"No authority file (*.yaml) was found in {path}.",))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for file_name, text in sorted(texts):
        try:
            content = yaml.load(text, Loader=loader)
        except yaml.YAMLError as error:
            builder.problems.append(f"{file_name}: is not valid YAML: {error}")
            continue
        builder.read_file(file_name, content)
    return builder.build()


class _Builder:
    """Collects bodies, names and families from files, and every problem on the way."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.agencies: dict[str, Agency] = {}
        self.origin: dict[str, str] = {}
        self.successors: dict[str, str] = {}
        self.names: list[tuple[str, Name]] = []
        self.generated: list[Name] = []
        self.acronyms: dict[str, list[str]] = {}
        self.short_names: dict[str, ShortName] = {}
        self.other_meanings: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.place_names: dict[str, str] = {}
        self.families: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = []
        self.titles: list[str] = []
        self.grammar: dict[str, list[str]] = {}
        self.form_names: list[tuple[str, str, str]] = []

    # -- reading ---------------------------------------------------------------------

    def read_file(self, file_name: str, content: object) -> None:
        """Take in one YAML file."""
        if not isinstance(content, dict):
            self.problems.append(f"{file_name}: must be a mapping with 'bodies' or 'families'.")
            return
        for key in sorted(set(content) - _FILE_KEYS):
            self.problems.append(
                f"{file_name}: unknown key '{key}'; known keys are {', '.join(sorted(_FILE_KEYS))}."
            )
        for printed, canonical in (content.get("place_aliases") or {}).items():
            self.place_names[str(printed)] = str(canonical)
        for body in content.get("bodies") or ():
            self.read_body(file_name, body, content)
        for form, listed in (content.get("places") or {}).items():
            forms = (content.get("forms") or {}).get(form)
            if not forms:
                self.problems.append(f"{file_name}: places '{form}' have no form of that name under 'forms'.")
                continue
            about = listed if isinstance(listed, dict) else {}
            for place in about.get("places", ()) if about else listed:
                self.read_place(str(place), forms, {**content, **about})
        for family in content.get("families") or ():
            self.families.append((file_name, family, content))
        for phrase in content.get("phrases") or ():
            self.generated.append(Name(printed=str(phrase), agency_id="", rule="none", case="any"))
        for name, listed in (content.get("grammar") or {}).items():
            self.grammar[str(name)] = [str(word) for word in listed]
        self.titles.extend((content.get("titles") or {}).get("heads", ()))
        for acronym, meaning in (content.get("other_meanings") or {}).items():
            self.other_meanings[str(acronym)] = str(meaning)

    def read_body(self, file_name: str, body: object, defaults: Mapping[str, Any]) -> None:
        """Take in one entry of 'bodies'."""
        if not isinstance(body, dict) or not body.get("label"):
            self.problems.append(f"{file_name}: an entry of 'bodies' has no label: {body!r}.")
            return
        label = str(body["label"])
        where = f"{file_name}: {label}"
        for key in sorted(set(body) - _BODY_KEYS):
            self.problems.append(
                f"{where}: unknown key '{key}'; known keys are {', '.join(sorted(_BODY_KEYS))}."
            )
        kind = str(body.get("kind", defaults.get("kind", "")))
        case = str(body.get("case", defaults.get("case", "any" if kind == "role" else "first")))
        if case not in _CASES:
            self.problems.append(f"{where}: case '{case}' is none of {', '.join(sorted(_CASES))}.")
            return
        if not kind:
            self.problems.append(f"{where}: has no kind, and the file gives none.")
        agency_id = str(body.get("id") or make_slug(str(body.get("same_as") or label)))
        if not body.get("same_as"):
            self.add_agency(where, agency_id, label, kind, body, defaults)
        is_role = kind == "role"
        near = tuple(str(word) for word in body.get("near") or ())
        self.names.append(
            (
                where,
                Name(
                    printed=label,
                    agency_id=agency_id,
                    rule="role" if is_role else "name",
                    case=_case(case),
                    near=near,
                ),
            )
        )
        for alias in body.get("aliases") or ():
            if isinstance(alias, dict):
                self.read_alias(where, alias, agency_id, "role" if is_role else "alias", near)
                continue
            rule = "role" if is_role else "alias"
            self.names.append(
                (where, Name(printed=str(alias), agency_id=agency_id, rule=rule, case=_case(case), near=near))
            )
        for acronym in map(str, body.get("acronyms") or ()):
            if acronym.isalnum():
                self.add_acronym(acronym, agency_id)
            else:
                self.names.append(
                    (where, Name(printed=acronym, agency_id=agency_id, rule="acronym", case="exact"))
                )
        if body.get("place"):
            self.places[agency_id] = str(body["place"])
            self.place_names.setdefault(str(body["place"]), str(body["place"]))
        if short := body.get("short_for"):
            self.short_names[agency_id] = ShortName(word=str(short["word"]), kinds=frozenset(short["kinds"]))

    def read_alias(
        self, where: str, alias: Mapping[str, Any], agency_id: str, rule: str, near: tuple[str, ...]
    ) -> None:
        """Take in an alias that has guards of its own: {name: Housing, case: exact}."""
        case = str(alias.get("case", "first"))
        if set(alias) - {"name", "case", "near"} or not alias.get("name") or case not in _CASES:
            self.problems.append(
                f"{where}: an alias with guards needs 'name', and may have 'case' and 'near'."
            )
            return
        own_near = tuple(str(word) for word in alias.get("near") or near)
        self.names.append(
            (
                where,
                Name(
                    printed=str(alias["name"]),
                    agency_id=agency_id,
                    rule=rule,
                    case=_case(case),
                    near=own_near,
                ),
            )
        )

    def read_place(self, place: str, forms: list[str], defaults: Mapping[str, Any]) -> None:
        """Take in a body that a place and the forms of its name make."""
        label = forms[0].format(place=place)
        agency_id = make_slug(label)
        if agency_id not in self.agencies:
            self.add_agency(label, agency_id, label, str(defaults.get("kind", "")), defaults, defaults)
        self.places[agency_id] = place
        self.place_names.setdefault(place, place)
        for form in forms:
            self.form_names.append((form, place, agency_id))

    def add_agency(
        self,
        where: str,
        agency_id: str,
        label: str,
        kind: str,
        body: Mapping[str, Any],
        defaults: Mapping[str, Any],
    ) -> None:
        """Add a body, or say that its id is taken."""
        if agency_id in self.agencies:
            self.problems.append(
                f"{where}: the id '{agency_id}' is already used by {self.origin[agency_id]}."
            )
            return
        self.origin[agency_id] = where
        if successor := body.get("successor"):
            self.successors[agency_id] = str(successor)
        self.agencies[agency_id] = Agency(
            agency_id=agency_id,
            label=label,
            kind=kind,
            country=str(body.get("country", defaults.get("country", "")) or ""),
            valid_from=str(body.get("valid_from") or ""),
            valid_to=str(body.get("valid_to") or ""),
            successor_id=make_slug(str(body["successor"])) if body.get("successor") else "",
        )

    def add_acronym(self, acronym: str, agency_id: str) -> None:
        """Note that an acronym may mean a body."""
        ids = self.acronyms.setdefault(acronym, [])
        if agency_id not in ids:
            ids.append(agency_id)

    # -- building --------------------------------------------------------------------

    def build(self) -> Authority:
        """Return the authority, or raise with all problems."""
        tree = NameTree(self.make_grammar())
        for printed, canonical in self.place_names.items():
            for spelling in _spell_joins(printed):
                tree.add_place(spelling, canonical)
        owners: dict[tuple[str, ...], str] = {}
        seen: set[tuple[tuple[str, ...], str]] = set()
        for where, name in self.names:
            key = name_key(name.printed)
            if owners.setdefault(key, name.agency_id) != name.agency_id:
                self.problems.append(
                    f"{where}: the name '{name.printed}' already names '{owners[key]}'; a name can mean one body only."
                )
            elif (key, name.agency_id) not in seen:
                seen.add((key, name.agency_id))
                tree.add(name, name.printed)
        by_canonical: dict[str, list[str]] = {}
        for printed, canonical in self.place_names.items():
            by_canonical.setdefault(canonical, []).append(printed)
        for form, place, agency_id in self.form_names:
            for spelling in by_canonical.get(place, [place]):
                printed = form.format(place=spelling)
                rule = "name" if make_slug(printed) == agency_id else "alias"
                key = name_key(printed)
                if owners.setdefault(key, agency_id) == agency_id and (key, agency_id) not in seen:
                    seen.add((key, agency_id))
                    tree.add(Name(printed=printed, agency_id=agency_id, rule=rule), printed)
        for name in self.generated:
            tree.add(name, name.printed)
        for file_name, family, defaults in self.families:
            self.add_family(file_name, family, defaults, tree)
        if self.titles:
            title = Family(heads=tuple(self.titles), label="", kind="title", across=True)
            for head in self.titles:
                tree.add(title, head)
        for agency_id, successor in self.successors.items():
            if make_slug(successor) not in self.agencies:
                self.problems.append(
                    f"{self.origin[agency_id]}: its successor '{successor}' is not in the authority file; "
                    "add it or correct the name."
                )
        tree.generic.update(_find_generic(self.names, tree.place_words))
        if self.problems:
            raise CodebookError(tuple(self.problems))
        return Authority(
            agencies=tuple(self.agencies[agency_id] for agency_id in sorted(self.agencies)),
            tree=tree,
            short_names=self.short_names,
            acronyms={acronym: tuple(sorted(ids)) for acronym, ids in sorted(self.acronyms.items())},
            other_meanings=self.other_meanings,
            places=self.places,
        )

    def make_grammar(self) -> Grammar:
        """Return the grammar of names, or note what is unknown in it."""
        known = {field.name for field in fields(Grammar)}
        for name in sorted(set(self.grammar) - known):
            self.problems.append(
                f"grammar: unknown list '{name}'; known lists are {', '.join(sorted(known))}."
            )
        words = {name: frozenset(listed) for name, listed in self.grammar.items() if name in known}
        area_words = frozenset(name_key(word) for word in words.pop("area_words", ()))
        return Grammar(area_words=area_words, **words)

    def add_family(
        self, file_name: str, entry: Mapping[str, Any], defaults: Mapping[str, Any], tree: NameTree
    ) -> None:
        """Add the heads of a family to the tree, and its members at known places."""
        where = (
            f"{file_name}: family {entry.get('label')} ({', '.join(map(str, entry.get('heads') or ()))[:60]})"
        )
        for key in sorted(set(entry) - _FAMILY_KEYS):
            self.problems.append(
                f"{where}: unknown key '{key}'; known keys are {', '.join(sorted(_FAMILY_KEYS))}."
            )
        if not entry.get("heads") or not entry.get("label"):
            self.problems.append(f"{where}: a family needs 'heads' and 'label'.")
            return
        role = str(entry.get("role") or "")
        role_id = make_slug(role) if role else ""
        if role and role_id not in self.agencies:
            self.problems.append(f"{where}: its role '{role}' is not in the authority file.")
        family = Family(
            heads=tuple(entry["heads"]),
            label=str(entry["label"]),
            kind=str(entry.get("kind", defaults.get("kind", ""))),
            side=entry.get("side", "left"),
            role_id=role_id,
            country=str(entry.get("country", defaults.get("country", "")) or ""),
            valid_from=str(entry.get("valid_from") or ""),
            valid_to=str(entry.get("valid_to") or ""),
            successor=str(entry.get("successor") or ""),
            drop=frozenset(word.lower() for word in entry.get("drop") or ()),
            unfit=frozenset(key for word in entry.get("not") or () for key in name_key(word)),
            spell=dict(entry.get("spell") or {}),
            any_case=entry.get("case") == "any",
            across=bool(entry.get("across")),
        )
        for head in family.heads:
            tree.add(family, head)
        if not entry.get("known_places"):
            return
        for agency_id, place in sorted(self.places.items()):
            if self.agencies[agency_id].kind != entry["known_places"]:
                continue
            label = family.label.format(place=place)
            member_id = make_slug(label)
            if member_id not in self.agencies:
                self.agencies[member_id] = Agency(
                    agency_id=member_id,
                    label=label,
                    kind=family.kind,
                    country=self.agencies[agency_id].country or family.country,
                    valid_from=family.valid_from,
                    valid_to=family.valid_to,
                    successor_id=make_slug(family.successor.format(place=place)) if family.successor else "",
                )
            self.places.setdefault(member_id, place)
            for ending in entry.get("initials") or ():
                self.add_acronym(_initials(place) + ending, member_id)


def _case(case: str) -> NameCase:
    return case  # type: ignore[return-value]


def _spell_joins(place: str) -> Iterator[str]:
    """Yield the spellings of a place that words alone do not make the same."""
    yield place
    if "St " in place:
        yield place.replace("St ", "Saint ")


def _initials(place: str) -> str:
    """Return the initials of a place: BNES for Bath and North East Somerset.

    >>> _initials("Bath and North East Somerset")
    'BNES'
    """
    words = split_words(place)
    return "".join(words.printed(i)[0] for i in range(len(words)) if words.is_capital(i))


def _find_generic(names: list[tuple[str, Name]], place_words: set[str]) -> Iterator[str]:
    """Yield the words of role names, which no place name holds: services, teachers, social."""
    for _, name in names:
        if name.rule == "role":
            for key in name_key(name.printed):
                if key.isalpha() and len(key) > 3 and key not in place_words:
                    yield key
