"""Files that open with a password that the reader knows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from thememiner.errors import InputError


def load_passwords(file: Path) -> tuple[str, ...]:
    """Return the passwords of a file: one a line, each tried on every locked PDF; blank lines are left out.

    Raises:
        InputError: where the file cannot be read.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read as a list of passwords, one a line: {error}.") from error
    return tuple(dict.fromkeys(line for line in lines if line.strip()))


def is_locked(data: bytes) -> bool:
    """Return whether a password is missing; PDFium also says so of files with other faults."""
    try:
        with pikepdf.open(io.BytesIO(data)):
            return False
    except pikepdf.PasswordError:
        return True
    except Exception:  # a damaged file may raise anything
        return False


def unlock(data: bytes, passwords: Sequence[str]) -> bytes | None:
    """Return the PDF without its lock, by the first password that opens it; None where none does."""
    for password in passwords:
        try:
            with pikepdf.open(io.BytesIO(data), password=password) as pdf:
                opened = io.BytesIO()
                pdf.save(opened)  # without encryption, unless asked for
                return opened.getvalue()
        except Exception:  # a wrong password, or one with letters that the old encryption has not
            continue
    return None
