"""How far the codings of a report can be trusted, where that was measured for its codebook."""

from __future__ import annotations

from dataclasses import dataclass

from thememiner.accuracy import Accuracy, read_run_accuracy

from .site import Site

_UNMEASURED = "Accuracy was not measured for this codebook."


@dataclass(frozen=True, slots=True, kw_only=True)
class Accurate:
    """How well codings of a theme agree with readers, where that was measured for this codebook."""

    verdict: str
    """"", "below the bar" or "not measured"."""
    text: str


def read_accuracy(site: Site) -> Accuracy | None:
    """Return the accuracy figures of the report's codebook; None where they are of another one."""
    return read_run_accuracy(site.report.run)


def judge_theme(accuracy: Accuracy | None, theme_id: str) -> Accurate:
    """Return what is known of the accuracy of a theme."""
    if accuracy is None:
        return Accurate(verdict="not measured", text=_UNMEASURED)
    card = accuracy.card(theme_id)
    return Accurate(verdict=card.verdict, text=card.describe())


def describe_accuracy(accuracy: Accuracy | None) -> str:
    """Return what was measured of the codebook, in a sentence."""
    return accuracy.describe() if accuracy else _UNMEASURED
