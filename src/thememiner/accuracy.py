"""How accurate a codebook was measured to be: cards of figures that travel with it.

The figures stand in ``accuracy.json`` in the codebook's folder; ``thememiner evaluate
GOLD --card FILE`` (for the packaged codebook: ``make accuracy GOLD=...``) writes it.
It holds figures only, no sentence of any reference.

A run writes the figures of its codebook into ``run.json``, if they are of that very
version. To show them beside the counts of a report::

    from thememiner.accuracy import read_run_accuracy

    accuracy = read_run_accuracy(run)                # None: not measured for this codebook
    if accuracy:
        card = accuracy.card("drift_delay")
        card.verdict        # "", "below the bar" or "not measured": mark the last two
        card.describe()     # "F1 0.84 (0.75 to 0.91), precision 0.80, recall 0.88, 26 passages"
        accuracy.describe() # one sentence on what was measured, for the page's head or foot
    else:
        ...                 # say: "Accuracy was not measured for this codebook."
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from thememiner.errors import CodebookError

FILE = "accuracy.json"
PACKAGED = Path(__file__).parent / "codebook"
BAR_F1 = 0.6
"""A theme whose F1 is under it is marked."""
MIN_REFERENCE = 5
"""A theme that readers found in fewer passages counts as not measured."""
NOT_MEASURED = "not measured"
BELOW_BAR = "below the bar"


class Measure(NamedTuple):
    """A value from 0 to 1 (kappa: from -1) and its 95% interval; None where there is none."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    def short(self) -> str:
        """Return the value alone."""
        return "–" if self.value is None else f"{self.value:.2f}"

    def __str__(self) -> str:
        interval = (
            f" ({self.low:.2f} to {self.high:.2f})" if self.low is not None and self.high is not None else ""
        )
        return f"{self.short()}{interval}"


_UNKNOWN = Measure()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccuracyCard:
    """How well the tool's codings of one theme, or of all, agree with readers."""

    n_reference: int = 0
    """Passages of the reference that at least one reader gave the theme."""
    n_tagged: int = 0
    """Passages of the reference that the tool gave it."""
    precision: Measure = _UNKNOWN
    recall: Measure = _UNKNOWN
    f1: Measure = _UNKNOWN
    kappa: Measure = _UNKNOWN
    polarity: Measure = _UNKNOWN
    """Share of the shared codings with the same polarity."""
    reader_f1: float | None = None
    """F1 of one reader against the other: what can be hoped for at best."""

    @property
    def verdict(self) -> str:
        """``not measured``, ``below the bar``, or empty."""
        if self.n_reference < MIN_REFERENCE:
            return NOT_MEASURED
        return BELOW_BAR if (self.f1.value or 0.0) < BAR_F1 else ""

    def describe(self) -> str:
        """Return the card in a line.

        >>> AccuracyCard(n_reference=3).describe()
        'Not measured: 3 passages of the reference have it, too few to tell.'
        """
        if self.verdict == NOT_MEASURED:
            some = {
                0: "no passage of the reference has it",
                1: "one passage of the reference has it, too few to tell",
            }
            return (
                "Not measured: "
                + some.get(
                    self.n_reference, f"{self.n_reference} passages of the reference have it, too few to tell"
                )
                + "."
            )
        readers = "" if self.reader_f1 is None else f"; readers among themselves {self.reader_f1:.2f}"
        return (
            f"F1 {self.f1}, precision {self.precision.short()}, recall {self.recall.short()}, "
            f"{self.n_reference} passages{readers}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """What was measured of a codebook on one reference."""

    codebook: str
    """Version of the codebook that was measured."""
    reference: str
    """What the reference is, in a few words."""
    n_passages: int
    n_readers: int
    overall: AccuracyCard
    themes: dict[str, AccuracyCard] = field(default_factory=dict)
    beside: tuple[Accuracy, ...] = ()
    """What was measured of the same codebook on other kinds of texts, without their themes."""

    def applies_to(self, version: str) -> bool:
        """Whether the figures are of the codebook of this version (``run.json``: codebook, version)."""
        return version == self.codebook

    def card(self, theme_id: str) -> AccuracyCard:
        """Return the card of a theme; one that says "not measured" where the reference never has it."""
        return self.themes.get(theme_id, AccuracyCard())

    def describe(self) -> str:
        """Return what was measured, in a sentence for each reference."""
        first = (
            f"Accuracy was measured on {self._describe_reference()}: over all themes {self._describe_all()}."
        )
        return " ".join(
            [first, *(f"On {one._describe_reference()}: {one._describe_all()}." for one in self.beside)]
        )

    def put_beside(self, other: Accuracy) -> Accuracy:
        """Return these figures with those of another reference beside them, in place of older ones of it."""
        kept = tuple(one for one in self.beside if one.reference != other.reference)
        return replace(self, beside=(*kept, replace(other, themes={}, beside=())))

    def _describe_reference(self) -> str:
        readers = "one reader" if self.n_readers == 1 else f"{self.n_readers} readers"
        passages = "one passage" if self.n_passages == 1 else f"{self.n_passages:,} passages"
        return f"{passages} coded by {readers} ({self.reference})"

    def _describe_all(self) -> str:
        return f"F1 {self.overall.f1}, kappa {self.overall.kappa}"


def load_accuracy(codebook: Path | str | None = None) -> Accuracy | None:
    """Return the figures that travel with a codebook; None where it was never measured.

    Args:
        codebook: its folder; the packaged one where None.

    Raises:
        CodebookError: where the file is there and cannot be read.

    >>> accuracy = load_accuracy()
    >>> accuracy is None or accuracy.card("no_such_theme").verdict
    'not measured'
    """
    return read_card(Path(codebook or PACKAGED) / FILE)


def read_card(file: Path) -> Accuracy | None:
    """Return the figures that a file has; None where there is no such file.

    Raises:
        CodebookError: where the file is there and cannot be read.
    """
    if not file.is_file():
        return None
    try:
        return msgspec.json.decode(file.read_bytes(), type=Accuracy)
    except (OSError, msgspec.DecodeError) as error:
        problem = f"{file} cannot be read as accuracy figures ({error}). Make it again with: evaluate --card"
        raise CodebookError((problem,)) from error


def read_run_accuracy(run: Mapping[str, Any]) -> Accuracy | None:
    """Return the figures of the codebook that a report was made with.

    Args:
        run: what ``run.json`` says.

    Returns:
        None where that version of the codebook was never measured.

    >>> read_run_accuracy({"codebook": {"version": "ab12"}}) is None
    True
    """
    told = run["codebook"].get("accuracy")
    return msgspec.convert(told, Accuracy) if told else None


def write_accuracy(accuracy: Accuracy, file: Path) -> None:
    """Write the figures, a theme a line, so that the difference to the last ones can be read."""
    parts = msgspec.to_builtins(accuracy)
    if not parts["beside"]:
        del parts["beside"]
    themes = ",\n".join(f'  "{name}": {json.dumps(card)}' for name, card in parts.pop("themes").items())
    head = "\n".join(f' "{name}": {json.dumps(value, ensure_ascii=False)},' for name, value in parts.items())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{{\n{head}\n "themes": {{\n{themes}\n }}\n}}\n', encoding="utf-8")


def tell_measured(folder: Path, version: str) -> str:
    """Return, in a sentence, whether reports made with a codebook can show how accurate it is.

    Args:
        folder: of the codebook.
        version: of the codebook, as it was loaded.

    Raises:
        CodebookError: where its figures are there and cannot be read.
    """
    accuracy = load_accuracy(folder)
    if accuracy is not None and accuracy.applies_to(version):
        return accuracy.describe()
    state = "never measured" if accuracy is None else "measured before its files were changed"
    return (
        f"Its accuracy was {state}, so reports show none. Measure it with: "
        f"thememiner evaluate GOLD --codebook {folder} --card {folder / FILE}"
    )
