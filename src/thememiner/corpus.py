"""A corpus: a folder of PDFs, with or without a manifest that says what they are.

The manifest is ``corpus.toml`` in the folder. It gives, per review, what the PDF
itself cannot be trusted to say, and may add columns of the user's own::

    [corpus]
    name = "national-reviews"

    [[review]]
    file = "it-was-hard-to-escape.pdf"
    title = "It was hard to escape"
    kind = "thematic review"
    publisher = "Child Safeguarding Practice Review Panel"
    published_on = 2020-03-04
    source_url = "https://www.gov.uk/..."    # the publication page
    pdf_url = "https://assets.../escape.pdf"  # optional: the PDF itself, for `thememiner fetch`
    sha256 = "..."                            # optional: which file is meant

``hosts`` under ``[corpus]`` names further sites that ``fetch`` may ask.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from thememiner.columns import CASE_ATTRIBUTES, REVIEWS
from thememiner.errors import CorpusError
from thememiner.pdf_files import find_alike, find_pdfs, name_path

MANIFEST = "corpus.toml"
_FETCHING = ("pdf_url", "sha256")
FIELDS = ("title", "kind", "publisher", "area", "published_on", "source_url", "licence")
_TAKEN = frozenset(column.name for column in REVIEWS.columns)
_COLUMN = re.compile(r"\w[\w ()/.-]{0,99}")
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that Windows keeps for itself."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One PDF of a corpus and what the manifest says of it."""

    file: Path
    path: str
    """Relative to the corpus folder, with forward slashes."""
    facts: dict[str, str] = field(default_factory=dict)
    """The fields of ``FIELDS`` that the manifest gives."""
    extra: dict[str, str] = field(default_factory=dict)
    """The user's own columns, and attributes of the case (``columns.CASE_ATTRIBUTES``)."""
    pdf_url: str = ""
    """Where the PDF itself can be fetched."""
    sha256: str = ""
    """Of the file that the manifest means, in lower case."""
    missing: bool = False
    """Listed in the manifest, but not in the folder."""
    error: str = ""
    """Why it cannot be read, as far as its folder tells; then ``advice`` says what to do."""
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The reviews of a run, in order of path."""

    name: str
    title: str
    folder: Path
    sources: tuple[Source, ...]
    hosts: frozenset[str] = frozenset()
    """Sites that the manifest allows ``fetch`` to ask."""


def load_corpus(place: Path | str) -> Corpus:
    """Return the corpus in a folder, or of one PDF.

    Every ``*.pdf`` below the folder belongs to it, whatever the manifest lists;
    hidden folders are left out. Links that lead out of the folder are not followed
    (``pdf_files``): they are sources with an error.

    Args:
        place: a folder, or a single PDF; also a URL that fsspec knows, such as
            ``s3://bucket/reviews`` (extra ``cluster``).

    Raises:
        CorpusError: where there is no such place, no PDF in it, or the manifest has
            problems; all of them at once.
    """
    place = open_place(place)
    if place.is_file():
        source = Source(file=place, path=name_path(Path(place.name)))
        title = name_path(Path(place.stem))
        return Corpus(name=_slug(title), title=title, folder=place.parent, sources=(source,))
    if not place.is_dir():
        raise CorpusError(f"There is no folder {place}. Give the folder that holds the PDFs.")
    manifest = _read_manifest(place / MANIFEST)
    found = {
        pdf.path: Source(file=pdf.file, path=pdf.path, error=pdf.error, advice=pdf.advice)
        for pdf in find_pdfs(place)
    }
    sources = found | _match_names(_listed_sources(place, manifest), found)
    if not sources:
        raise CorpusError(
            f"There is no PDF in {place}. Put the PDFs of the reviews there, also in folders below it."
        )
    about = manifest.get("corpus", {})
    name = str(about.get("name") or name_path(Path(place.resolve().name)))
    return Corpus(
        name=_slug(name),
        title=str(about.get("title") or name),
        folder=place,
        sources=tuple(source for _, source in sorted(sources.items())),
        hosts=frozenset(str(host).lower() for host in about.get("hosts", ())),
    )


def hash_sources(corpus: Corpus) -> tuple[tuple[str, int], ...]:
    """Return the SHA-256 of each PDF and its size in bytes; empty and 0 where it cannot be read."""
    return tuple(("", 0) if source.error else _hash_file(source.file) for source in corpus.sources)


def _hash_file(file: Path) -> tuple[str, int]:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()
    except OSError:
        return "", 0


def open_place(place: Path | str) -> Path:
    """Return a place as a path: of this machine, or behind a URL that fsspec knows.

    Raises:
        CorpusError: where it takes a library that is not installed.
    """
    if "://" not in str(place):
        return Path(place)
    try:
        from upath import UPath

        remote = UPath(str(place))
        remote.exists()  # the protocol's own library is only loaded now
    except (ImportError, ValueError) as error:
        raise CorpusError(
            f"{place} cannot be opened: {error}. URLs need the extra cluster "
            "(pip install 'thememiner[cluster]') and the library of their protocol, such as s3fs or gcsfs."
        ) from error
    except OSError as error:
        raise CorpusError(f"{place} cannot be opened: {error}. Check the address and your rights.") from error
    return cast(Path, remote)


def _slug(name: str) -> str:
    """A name that is safe as a folder's on any system."""
    slug = re.sub(r"[^\w.-]+", "-", name).encode()[:80].decode(errors="ignore").strip("-.")
    return f"corpus-{slug}" if _RESERVED.fullmatch(slug) else slug or "corpus"


def _match_names(listed: dict[str, Source], found: dict[str, Source]) -> dict[str, Source]:
    """Return what is listed under the names that the files really have."""
    matched: dict[str, Source] = {}
    for path, source in listed.items():
        alike = "" if path in found else find_alike(path, found)
        if alike and alike not in listed:
            matched[alike] = replace(source, path=alike, file=found[alike].file, missing=False)
        else:
            matched[path] = source
        there = found.get(alike or path)
        if there is not None and there.error:
            matched[alike or path] = replace(matched[alike or path], error=there.error, advice=there.advice)
    return matched


def _read_manifest(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{file} cannot be read as TOML: {error}.") from error


def _listed_sources(folder: Path, manifest: dict[str, Any]) -> dict[str, Source]:
    problems: list[str] = []
    sources: dict[str, Source] = {}
    problems += [
        f"[{name}] is not known; a manifest has [corpus] and [[review]]."
        for name in sorted(set(manifest) - {"corpus", "review"})
    ]
    entries = manifest.get("review", [])
    if not isinstance(entries, list):
        problems.append("[review] must be written [[review]], once per review.")
        entries = []
    for i, entry in enumerate(entries, start=1):
        place = f"review {i} ({entry.get('file', 'no file')})"
        file = entry.get("file")
        if not isinstance(file, str) or not file:
            problems.append(f"{place}: has no file.")
            continue
        target = folder / file
        if not target.resolve().is_relative_to(folder.resolve()):
            problems.append(f"{place}: lies outside the corpus folder.")
            continue
        if file in sources:
            problems.append(f"{place}: the file is listed twice.")
        values = {key: _plain(value) for key, value in entry.items() if key != "file"}
        published_on = values.get("published_on", "")
        if published_on and not _DATE.fullmatch(published_on):
            problems.append(f"{place}: published_on is “{published_on}”; write 2020, 2020-03 or 2020-03-04.")
        sha256 = values.get("sha256", "").lower()
        if sha256 and not _SHA256.fullmatch(sha256):
            problems.append(f"{place}: sha256 is “{sha256}”; it has 64 hexadecimal digits.")
        problems += [f"{place}: {problem}" for problem in _check_columns(values)]
        problems += [
            f"{place}: {name} is “{value}”; write a whole number."
            for name, value in values.items()
            if CASE_ATTRIBUTES.get(name) == "int" and not re.fullmatch(r"[0-9]{1,9}", value)
        ]
        sources[file] = Source(
            file=target,
            path=file,
            facts={key: value for key, value in values.items() if key in FIELDS},
            extra={key: value for key, value in values.items() if key not in (*FIELDS, *_FETCHING)},
            pdf_url=values.get("pdf_url", ""),
            sha256=sha256,
            missing=not target.is_file(),
        )
    problems += dict.fromkeys(_check_spelling(sources.values()))
    if problems:
        raise CorpusError("\n".join(f"{folder / MANIFEST}: {problem}" for problem in problems))
    return sources


def _check_columns(names: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the names of a user's own columns."""
    for name in names:
        if name in (*FIELDS, *_FETCHING, *CASE_ATTRIBUTES):
            continue
        if name.casefold() in _TAKEN:
            yield f"{name} is a column that thememiner fills itself; give yours another name."
        elif not _COLUMN.fullmatch(name):
            yield f"“{ascii(name)[1:-1]}” cannot name a column; use letters, digits, blanks and -_()/. only."


def _check_spelling(sources: Iterable[Source]) -> Iterator[str]:
    """Yield columns that differ in upper case alone: a database takes them for one."""
    spellings: dict[str, str] = {}
    for source in sources:
        for name in source.extra:
            first = spellings.setdefault(name.casefold(), name)
            if first != name:
                yield f"The columns {first} and {name} differ in upper case alone; write them alike."


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
