"""Expand the authority file into bodies and names, and check that they fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from thememiner.records import Agency
from thememiner.tagging.agencies.authority_entries import (
    AgencyFile,
    BodyEntry,
    FamilyEntry,
    GuardedName,
    PlacesEntry,
    read_entries,
    read_yaml,
)
from thememiner.tagging.agencies.families import Family, Gazetteer, Grammar, make_slug, name_key
from thememiner.tagging.agencies.names import Name, NameCase, NameTree
from thememiner.tagging.agencies.words import split_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortName:
    """A role such as "the Board" that stands for a body the document has named."""

    word: str
    """Words that the body's own name holds."""
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class _FormName:
    """A name that a form makes of a place: "{place} County Council"."""

    form: str
    place: str
    agency_id: str


class AuthorityFile:
    """Bodies, names and families from all files, and every problem on the way.

    Attributes:
        problems: what is wrong, each with its place, in a sentence.
        agencies: bodies by id.
        short_names: what "the Board" and the like may stand for, by the id of the role.
        acronyms: acronyms as printed, to the ids they may mean.
        other_meanings: acronyms that also mean something that is no agency.
        places: id of a body, to the place it serves.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.agencies: dict[str, Agency] = {}
        self.short_names: dict[str, ShortName] = {}
        self.acronyms: dict[str, list[str]] = {}
        self.other_meanings: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self._origins: dict[str, str] = {}
        self._successors: dict[str, str] = {}
        self._names: list[tuple[str, Name]] = []
        self._form_names: list[_FormName] = []
        self._spellings: dict[str, str] = {}
        self._families: list[tuple[str, FamilyEntry, AgencyFile]] = []
        self._phrases: list[str] = []
        self._titles: list[str] = []
        self._grammar: dict[str, tuple[str, ...]] = {}

    def read(self, file_name: str, text: str) -> None:
        """Take in one YAML file."""
        file = read_yaml(text)
        if isinstance(file, str):
            self.problems.append(f"{file_name}: {file}")
            return
        self._spellings.update(file.place_aliases)
        self._phrases.extend(file.phrases)
        self._titles.extend(file.titles)
        self._grammar.update(file.grammar)
        self.other_meanings.update(file.other_meanings)
        for body, where, problem in read_entries(file.bodies, BodyEntry):
            if body is None:
                self.problems.append(f"{file_name}: {where}: {problem}")
            else:
                self._add_body(f"{file_name}: {where}", body, file)
        for form, listed in file.places.items():
            if form not in file.forms:
                self.problems.append(f"{file_name}: places '{form}' have no form of that name under 'forms'.")
                continue
            group = listed if isinstance(listed, PlacesEntry) else PlacesEntry(places=listed)
            for place in group.places:
                self._add_place(file_name, place, file.forms[form], group, file)
        for family, where, problem in read_entries(file.families, FamilyEntry):
            if family is None:
                self.problems.append(f"{file_name}: family {where}: {problem}")
            else:
                self._families.append((f"{file_name}: family {where}", family, file))

    def _add_body(self, where: str, body: BodyEntry, file: AgencyFile) -> None:
        kind = body.kind or file.kind
        if not kind:
            self.problems.append(f"{where}: has no kind, and the file gives none.")
        agency_id = body.id or make_slug(body.same_as or body.label)
        if not body.same_as:
            self._add_agency(
                where,
                Agency(
                    agency_id=agency_id,
                    label=body.label,
                    kind=kind,
                    country=file.country if body.country is None else body.country,
                    valid_from=str(body.valid_from),
                    valid_to=str(body.valid_to),
                    successor_id=make_slug(body.successor) if body.successor else "",
                ),
            )
            if body.successor:
                self._successors[agency_id] = body.successor
        is_role = kind == "role"
        case: NameCase = body.case or file.case or ("any" if is_role else "first")
        names: list[str | GuardedName] = [body.label, *body.aliases]
        for number, name in enumerate(names):
            guarded = name if isinstance(name, GuardedName) else GuardedName(name=name)
            rule = "role" if is_role else "alias" if number else "name"
            self._names.append(
                (
                    where,
                    Name(
                        printed=guarded.name,
                        agency_id=agency_id,
                        rule=rule,
                        case=guarded.case or case,
                        near=guarded.near or body.near,
                    ),
                )
            )
        for acronym in body.acronyms:
            if acronym.isalnum():
                self._add_acronym(acronym, agency_id)
            else:  # "NHSE/I" is several words
                words = Name(printed=acronym, agency_id=agency_id, rule="acronym", case="exact")
                self._names.append((where, words))
        if body.place:
            self.places[agency_id] = body.place
            self._spellings.setdefault(body.place, body.place)
        if body.short_for is not None:
            self.short_names[agency_id] = ShortName(
                word=body.short_for.word, kinds=frozenset(body.short_for.kinds)
            )

    def _add_place(
        self, where: str, place: str, forms: tuple[str, ...], group: PlacesEntry, file: AgencyFile
    ) -> None:
        """Add the body of a place, named by the first form; the others are aliases."""
        label = forms[0].format(place=place)
        agency_id = make_slug(label)
        self._add_agency(
            f"{where}: {label}",
            Agency(
                agency_id=agency_id,
                label=label,
                kind=file.kind,
                country=file.country if group.country is None else group.country,
                valid_from=str(group.valid_from),
                valid_to=str(group.valid_to),
            ),
        )
        self.places[agency_id] = place
        self._spellings.setdefault(place, place)
        self._form_names.extend(_FormName(form, place, agency_id) for form in forms)

    def _add_agency(self, where: str, agency: Agency) -> None:
        first = self._origins.setdefault(agency.agency_id, where)
        if agency.agency_id in self.agencies:
            self.problems.append(f"{where}: the id '{agency.agency_id}' is already used by {first}.")
        else:
            self.agencies[agency.agency_id] = agency

    def _add_acronym(self, acronym: str, agency_id: str) -> None:
        ids = self.acronyms.setdefault(acronym, [])
        if agency_id not in ids:
            ids.append(agency_id)

    def build_tree(self) -> NameTree:
        """Return the tree of all names; problems of the whole are noted on the way."""
        gazetteer = Gazetteer(self._make_grammar())
        for printed, canonical in self._spellings.items():
            gazetteer.add_place(printed, canonical)
        gazetteer.generic.update(_find_generic_words(self._names, gazetteer.place_words))
        tree = NameTree(gazetteer)
        self._add_names(tree)
        for phrase in self._phrases:
            tree.add(Name(printed=phrase, agency_id="", rule="none", case="any"), phrase)
        for where, entry, file in self._families:
            self._add_family(where, entry, file, tree)
        title = Family(heads=tuple(self._titles), label="", kind="title", across=True)
        for head in self._titles:
            tree.add(title, head)
        for agency_id, successor in self._successors.items():
            if make_slug(successor) not in self.agencies:
                self.problems.append(
                    f"{self._origins[agency_id]}: its successor '{successor}' is not in the authority file; "
                    "add it or correct the name."
                )
        return tree

    def _add_names(self, tree: NameTree) -> None:
        """Add every listed name once; a name of two bodies is a problem."""
        owners: dict[tuple[str, ...], str] = {}
        for where, name in self._names:
            key = name_key(name.printed)
            if not key:
                self.problems.append(f"{where}: the name '{name.printed}' has no letters.")
            elif key not in owners:
                owners[key] = name.agency_id
                tree.add(name, name.printed)
            elif owners[key] != name.agency_id:
                self.problems.append(
                    f"{where}: the name '{name.printed}' already names '{owners[key]}'; "
                    "a name can mean one body only."
                )
        spellings: dict[str, list[str]] = {}
        for printed, canonical in self._spellings.items():
            spellings.setdefault(canonical, []).append(printed)
        for form_name in self._form_names:
            for place in spellings.get(form_name.place, [form_name.place]):
                printed = form_name.form.format(place=place)
                if owners.setdefault(name_key(printed), form_name.agency_id) != form_name.agency_id:
                    continue  # a body that is listed by itself keeps its name
                rule = "name" if make_slug(printed) == form_name.agency_id else "alias"
                tree.add(Name(printed=printed, agency_id=form_name.agency_id, rule=rule), printed)

    def _make_grammar(self) -> Grammar:
        known = {field.name for field in fields(Grammar)}
        for name in sorted(set(self._grammar) - known):
            self.problems.append(
                f"grammar: unknown list '{name}'; known lists are {', '.join(sorted(known))}."
            )
        words = {name: frozenset(listed) for name, listed in self._grammar.items() if name in known}
        area_words = tuple(sorted(name_key(word) for word in words.pop("area_words", frozenset())))
        return Grammar(area_words=area_words, **words)

    def _add_family(self, where: str, entry: FamilyEntry, file: AgencyFile, tree: NameTree) -> None:
        """Add the heads of a family to the tree, and list its members at known places."""
        role_id = make_slug(entry.role) if entry.role else ""
        if role_id and role_id not in self.agencies:
            self.problems.append(f"{where}: its role '{entry.role}' is not in the authority file.")
        family = Family(
            heads=entry.heads,
            label=entry.label,
            kind=entry.kind or file.kind,
            key=entry.key,
            side=entry.side,
            role_id=role_id,
            country=file.country if entry.country is None else entry.country,
            valid_from=str(entry.valid_from),
            valid_to=str(entry.valid_to),
            drop=frozenset(word.lower() for word in entry.drop),
            unfit=frozenset(key for word in entry.unfit for key in name_key(word)),
            spell=dict(entry.spell),
            any_case=entry.case == "any",
            across=entry.across,
        )
        for head in family.heads:
            tree.add(family, head)
        if not entry.known_places:
            return
        for agency_id, place in sorted(self.places.items()):
            if self.agencies[agency_id].kind == entry.known_places:
                self._list_member(family, entry, place, self.agencies[agency_id].country)

    def _list_member(self, family: Family, entry: FamilyEntry, place: str, country: str) -> None:
        """List the family's body at a place, so that its acronym and its successor are known."""
        label = family.label.format(place=place)
        member_id = make_slug(label)
        if member_id not in self.agencies:
            successor = entry.successor.format(place=place)
            self.agencies[member_id] = Agency(
                agency_id=member_id,
                label=label,
                kind=family.kind,
                country=country,
                valid_from=family.valid_from,
                valid_to=family.valid_to,
                successor_id=make_slug(successor) if successor else "",
            )
            if successor:
                self._origins[member_id] = label
                self._successors[member_id] = successor
        self.places.setdefault(member_id, place)
        for ending in entry.initials:
            self._add_acronym(make_initials(place) + ending, member_id)


def make_initials(place: str) -> str:
    """Return the initials of a place.

    >>> make_initials("Bath and North East Somerset")
    'BNES'
    """
    words = split_words(place)
    return "".join(words.printed(i)[0] for i in range(len(words)) if words.is_capital(i))


def _find_generic_words(names: Iterable[tuple[str, Name]], place_words: set[str]) -> Iterator[str]:
    """Yield the words of role names, which no place name holds: services, teachers, social."""
    for _, name in names:
        if name.rule == "role":
            for key in name_key(name.printed):
                if key.isalpha() and len(key) > 3 and key not in place_words:
                    yield key
