"""Small multiples: the share of each year's reviews that make a concern of a theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .crosstabs import Crosstab

_CHARTS = 12
_FEWEST_YEARS = 3
WIDTH, HEIGHT = 220, 90
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 8, 18


@dataclass(frozen=True, slots=True)
class Trend:
    """One small chart: points from year to year with their intervals.

    Attributes:
        theme_id: of the theme.
        label: its name.
        points: x, y, upper and lower end of the interval, and what the point says.
        line: the points as SVG has them.
        first: the first year.
        last: the last year.
    """

    theme_id: str
    label: str
    points: list[tuple[float, float, float, float, str]]
    line: str
    first: str
    last: str


def draw_trends(crosstabs: Sequence[Crosstab]) -> list[Trend]:
    """Return a chart for each of the most frequent themes; none where the corpus has under three years."""
    table = next((one for one in crosstabs if one.name == "year"), None)
    if table is None or len(table.values) < _FEWEST_YEARS:
        return []
    years = [_middle(value) for value, _ in table.values]
    span = max(years[-1] - years[0], 1)
    charts = []
    for theme_id, label, cells in table.rows[:_CHARTS]:
        points = []
        for (year, n_year), cell in zip(table.values, cells, strict=True):
            x = _LEFT + (_middle(year) - years[0]) / span * (WIDTH - _LEFT - _RIGHT)
            said = f"{year}: {cell.n} of {n_year} ({100 * cell.share:.0f}%)"
            points.append((round(x, 1), _height(cell.share), _height(cell.high), _height(cell.low), said))
        line = " ".join(f"{x},{y}" for x, y, *_ in points)
        charts.append(Trend(theme_id, label, points, line, table.values[0][0][:4], table.values[-1][0][-4:]))
    return charts


def _height(share: float) -> float:
    return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)


def _middle(years: str) -> float:
    """Return the middle of a year or a span of years, as a number."""
    return (int(years[:4]) + int(years[-4:])) / 2
