r"""The PDFs in a folder, whatever they are called and wherever their links lead.

Names may hold line breaks, quotation marks, overrides of direction or bytes that are no
text; they are data here and never part of a command. Bytes that are no UTF-8 are written
``\\\\xe9`` in the path that a report shows.

A link to a file inside the folder is that file again. A link that leads out is not
followed, so that a folder from elsewhere cannot pull in what it was not given; it is
told instead, like everything else that looks like a PDF and cannot be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_OUTSIDE = "It is a link that leads out of the corpus folder, and links out are not followed."
_COPY = "Put the document itself into the folder, or give thememiner the folder that the link leads to."
_ESCAPED = re.compile(r"\\x([89a-f][0-9a-f])")


_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFile:
    """A file that is called a PDF.

    Attributes:
        file: where it is.
        path: relative to the folder, as a report shows it: forward slashes, valid Unicode.
        error: why it cannot be read, in a sentence; empty where nothing is known against it.
        advice: what to do then.
    """

    file: Path
    path: str
    error: str = ""
    advice: str = ""


def find_pdfs(folder: Path) -> Iterator[PdfFile]:
    """Yield every ``*.pdf`` in a folder and in those below it, hidden ones left out, in no certain order.

    Links to folders are not entered: what they lead to inside is found where it lies, and what
    lies outside is told.

    Args:
        folder: of this machine, or behind a URL.
    """
    root = folder.resolve()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = list(here.iterdir())
        except OSError as error:
            path = name_path(here.relative_to(folder))
            reason = f"The folder cannot be opened: {error.strerror or error}."
            yield PdfFile(file=here, path=path, error=reason, advice="Check that you may read it.")
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            is_link = _is_link(entry)
            if _is_folder(entry):
                if not is_link:
                    waiting.append(entry)
                elif not _resolve(entry).is_relative_to(root):
                    yield _refuse(entry, folder, _OUTSIDE, _COPY)
            elif entry.suffix.lower() == ".pdf":
                yield _look_at(entry, folder, root, is_link=is_link)


def name_path(relative: Path) -> str:
    r"""Return a path as a report shows it.

    >>> name_path(Path("2019", b"caf\xe9.pdf".decode(errors="surrogateescape")))
    '2019/caf\\xe9.pdf'
    """
    return _SURROGATE.sub(_escape, relative.as_posix())


def locate_pdf(folder: Path, path: str) -> Path:
    """Return the file that ``name_path`` named so; whether it is there is another matter."""
    plain = folder / path
    if plain.exists() or not _ESCAPED.search(path):
        return plain
    return folder / _ESCAPED.sub(lambda found: chr(0xDC00 + int(found[1], 16)), path)


def find_alike(path: str, paths: Iterable[str]) -> str:
    """Return the one path that differs in upper case or in how accents are composed alone; else nothing.

    Manifests are typed on one system and unpacked on another: macOS takes letters apart, Windows
    and macOS do not tell cases apart.

    >>> find_alike("Child K.PDF", ["child k.pdf", "child l.pdf"])
    'child k.pdf'
    """
    alike = [other for other in paths if _fold(other) == _fold(path)]
    return alike[0] if len(alike) == 1 else ""


def _escape(found: re.Match[str]) -> str:
    """Python holds a byte that is no text as a surrogate from U+DC80; Windows has surrogates of its own."""
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _look_at(file: Path, folder: Path, root: Path, *, is_link: bool) -> PdfFile:
    if is_link and not _resolve(file).is_relative_to(root):
        return _refuse(file, folder, _OUTSIDE, _COPY)
    try:
        is_file = file.is_file()
    except OSError:
        is_file = False
    if is_file:
        return PdfFile(file=file, path=name_path(file.relative_to(folder)))
    if is_link:
        return _refuse(file, folder, "It is a link that leads nowhere.", "Put the document itself there.")
    return _refuse(
        file, folder, "It cannot be opened as a file.", "Check what it is, and that you may read it."
    )


def _refuse(file: Path, folder: Path, error: str, advice: str) -> PdfFile:
    return PdfFile(file=file, path=name_path(file.relative_to(folder)), error=error, advice=advice)


def _is_link(entry: Path) -> bool:
    try:
        return entry.is_symlink()
    except (OSError, NotImplementedError):  # a store behind a URL knows no links
        return False


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _resolve(entry: Path) -> Path:
    try:
        return entry.resolve()
    except (OSError, RuntimeError):  # links that lead to one another
        return entry.absolute()
