"""The authority file: every body a review may name, under one name each.

It is data (``codebook/agencies/*.yaml``; docs/agencies.md says how to add to it).
``load_authority`` reads, expands and checks it; ``Authority.resolve`` answers which body
a phrase names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from thememiner.errors import CodebookError
from thememiner.records import Agency
from thememiner.tagging.agencies.authority_file import AuthorityFile, ShortName
from thememiner.tagging.agencies.families import Candidate
from thememiner.tagging.agencies.names import NameTree, find_names
from thememiner.tagging.agencies.words import split_words

PACKAGED = Path(__file__).parents[2] / "codebook" / "agencies"

_DETERMINERS = frozenset({"the", "all", "each", "every", "a", "an", "any", "its", "their", "our", "local"})


@dataclass(frozen=True, kw_only=True)
class Authority:
    """The bodies and roles that are known, and the words that name them."""

    agencies: tuple[Agency, ...]
    """In order of id."""
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

        >>> load_authority().resolve("the DfE").label
        'Department for Education'
        >>> load_authority().resolve("Northshire Police").kind
        'police'
        """
        bare = name.strip(" .,:;\t\r\n")
        words = split_words(bare)
        first = 0
        while first < len(words) - 1 and words.keys[first] in _DETERMINERS:
            first += 1
        whole = [
            candidate
            for candidate in find_names(words, self.tree)
            if candidate.end == len(words) and candidate.start <= first and candidate.agency_id
        ]
        ids = {candidate.agency_id for candidate in whole}
        if len(ids) == 1:
            return self.by_id.get(whole[0].agency_id) or make_agency(whole[0])
        acronym = words.text[words.starts[first] :] if len(words) else ""
        meanings = () if acronym in self.other_meanings else self.acronyms.get(acronym, ())
        return self.by_id[meanings[0]] if not ids and len(meanings) == 1 else None


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


@lru_cache(maxsize=4)
def load_authority(path: Path | None = None) -> Authority:
    """Return the authority file, expanded and checked.

    Args:
        path: a folder of YAML files; the packaged ones when None.

    Raises:
        CodebookError: with every problem found, each with its file.
    """
    folder = PACKAGED if path is None else path
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CodebookError((f"No authority file (*.yaml) was found in {folder}.",))
    content = AuthorityFile()
    for file in files:
        content.read(file.name, file.read_text("utf-8"))
    tree = content.build_tree()
    if content.problems:
        raise CodebookError(tuple(content.problems))
    return Authority(
        agencies=tuple(content.agencies[agency_id] for agency_id in sorted(content.agencies)),
        tree=tree,
        short_names=content.short_names,
        acronyms={acronym: tuple(sorted(ids)) for acronym, ids in sorted(content.acronyms.items())},
        other_meanings=content.other_meanings,
        places=content.places,
    )
