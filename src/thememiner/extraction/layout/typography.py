"""How a document is set: the size of its body text and the distance between lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from .lines import PageSegments


@dataclass(slots=True)
class Typography:
    """How the document is set: its body size and the leading of each size."""

    body_size: float
    leading: dict[float, float]
    spaced: bool = False
    """Paragraphs are set apart by space: a short last line alone ends none."""

    def leading_of(self, size: float) -> float:
        """Return the distance between lines of a paragraph set in ``size``, in points."""
        return self.leading.get(round(size * 2) / 2, size * 1.2)


def measure_typography(pages: Iterable[PageSegments]) -> Typography:
    """Return the body size and the usual leading of each size in a document."""
    printed: dict[float, int] = defaultdict(int)
    ends: list[tuple[float, float]] = []
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for page in pages:
        for segment in page.segments:
            printed[segment.size] += segment.n_chars
        for before, segment in pairwise(page.segments):
            size, step = segment.size, segment.bottom - before.bottom
            if (
                0.8 * size < step < 2.6 * size
                and before.x0 < segment.x1
                and segment.x0 < before.x1
                and abs(before.size - size) < 0.3
            ):
                key = round(size * 2) / 2
                steps[key][round(step * 2) / 2] += 1
                if before.text.endswith(".") and before.x1 < segment.x1 and segment.text[0].isupper():
                    ends.append((key, step))
    sizes: Counter[float] = Counter()
    for size, n_chars in printed.items():
        sizes[round(size * 2) / 2] += n_chars
    leading = {}
    for key, counts in steps.items():
        total = sum(counts.values())
        frequent = [step for step, count in counts.items() if count >= 0.12 * total]
        leading[key] = min(frequent) if frequent and total >= 4 else counts.most_common(1)[0][0]
    body = max(sizes.items(), key=lambda item: (item[1], item[0]))[0] if sizes else 11.0
    apart = sum(step > 1.13 * leading[key] + 0.6 for key, step in ends)
    return Typography(body, leading, spaced=apart >= 5 and apart > 0.6 * len(ends))
