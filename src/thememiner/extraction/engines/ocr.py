"""OCR: the words of pages that are pictures, read on this machine (extra ``ocr``).

RapidOCR carries its models in its wheel and fetches nothing. It yields lines, each with four corners
and a score; here they become the same ``PageWords`` that a text layer yields, so that everything after
this file does not know the difference, but for ``PageWords.confidence``.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from thememiner.errors import InputError
from thememiner.extraction.layout.order import cut_page
from thememiner.extraction.words import PageWords

LEAST_TEXT_CHARS = 20
"""A page of pictures with fewer visible characters is taken to have no text layer."""

_DPI = 200
"""The engine looks at 2,000 pixels a side: more than an A4 page at this resolution gains nothing."""
_MOST_PIXELS = 2600
_GOOD_SCORE = 0.85
"""Lines that stand upright score 0.99 on a fair scan; lines on their head or side 0.65."""
_SIZE_OF_HEIGHT = 0.78
"""Font size as a share of the height of the engine's boxes, which leave some air around the letters."""
_SAME_SIZE = 0.15

Pixels = NDArray[np.uint8]


@dataclass(slots=True)
class ScannedLine:
    """A line that the engine read, in points of the page as it stands upright."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    score: float


def name_engine() -> str:
    """Return name and version of the OCR engine.

    Raises:
        InputError: where the extra is not installed.
    """
    try:
        return ", ".join(f"{name} {version(name)}" for name in ("rapidocr", "onnxruntime"))
    except PackageNotFoundError:
        raise InputError(
            "OCR needs an engine that is not installed: pip install 'thememiner[ocr]', then run again."
        ) from None


def needs_ocr(words: PageWords) -> bool:
    """Return whether a page is a picture without a text layer."""
    return words.n_chars < LEAST_TEXT_CHARS and words.pictured


def read_scans(data: bytes, pages: Iterable[PageWords]) -> Iterator[PageWords]:
    """Yield the pages of a PDF, each that is a picture with the words that OCR reads on it.

    Args:
        data: the PDF.
        pages: its pages, in order.
    """
    for words in pages:
        yield _read_page(data, words) if needs_ocr(words) else words


def _read_page(data: bytes, words: PageWords) -> PageWords:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:  # only the second reader can open it: no picture to look at
        return words
    try:
        page = pdf[words.number - 1]
        scale = min(_DPI / 72, _MOST_PIXELS / max(*page.get_size(), 1.0))
        picture: Pixels = page.render(scale=scale).to_numpy()[:, :, :3]
    finally:
        pdf.close()
    found = read_picture(picture, scale=scale, number=words.number)
    found.label, found.pictured = words.label, True
    # Pixels are whole and points are not: the page's own size is the true one.
    sides = (words.width, words.height)
    found.width, found.height = sides[::-1] if found.turned % 2 else sides
    return found


def read_picture(picture: Pixels, *, scale: float, number: int) -> PageWords:
    """Return the words on a picture of a page, whichever way it lies.

    Args:
        picture: rows of pixels, blue, green and red.
        scale: pixels per point.
        number: number of the page, from 1.
    """
    turn, quads = _find_turn(picture)
    height, width = picture.shape[:2]
    if turn % 2:
        width, height = height, width
    return _make_words(quads, number, width / scale, height / scale, scale, turn)


@dataclass(slots=True)
class _Quad:
    """A line as the engine returns it: corners clockwise from the top left, in pixels."""

    corners: NDArray[np.float64]
    text: str
    score: float

    @property
    def width(self) -> float:
        return float(np.hypot(*(self.corners[1] - self.corners[0])))

    @property
    def height(self) -> float:
        return float(np.hypot(*(self.corners[3] - self.corners[0])))

    @property
    def slope(self) -> float:
        rise = self.corners[1] - self.corners[0] + self.corners[2] - self.corners[3]
        return math.atan2(float(rise[1]), float(rise[0]))


def _find_turn(picture: Pixels) -> tuple[int, list[_Quad]]:
    """Return the quarter turns clockwise that make a picture upright, and its lines after them."""
    quads = _read_quads(picture)
    score = _mean_score(quads)
    tall = sum(quad.height > quad.width for quad in quads) * 2 > len(quads)
    if not quads or (score >= _GOOD_SCORE and not tall):
        return 0, quads
    # The engine turns tall lines to the left before it reads them: where that went well, so goes the page.
    others = ((3, 1) if score >= _GOOD_SCORE else (1, 3)) if tall else (2, 1, 3)
    best = (0.0 if tall else score, 0, quads)
    for turn in others:
        quads = _read_quads(np.ascontiguousarray(np.rot90(picture, -turn)))
        best = max(best, (_mean_score(quads), turn, quads), key=lambda found: found[0])
        if best[0] >= _GOOD_SCORE:
            break
    return best[1], best[2]


@lru_cache(maxsize=1)
def _load_engine() -> Any:
    """Return the engine: one thread, so that the same page gives the same text."""
    name_engine()
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            # Its guess at lines that stand on their head turns good lines around; the page is judged here.
            "Global.use_cls": False,
            # Dilation runs lines together that a stamp or a stroke of the pen touches.
            "Det.use_dilation": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _read_quads(picture: Pixels) -> list[_Quad]:
    found = _load_engine()(picture)
    if found.boxes is None or found.txts is None:
        return []
    lines = zip(found.boxes, found.txts, found.scores, strict=True)
    return [_Quad(np.asarray(box, np.float64), text, float(score)) for box, text, score in lines]


def _mean_score(quads: list[_Quad]) -> float:
    total = sum(len(quad.text) for quad in quads)
    return sum(quad.score * len(quad.text) for quad in quads) / total if total else 0.0


def _make_words(
    quads: list[_Quad], number: int, width: float, height: float, scale: float, turn: int
) -> PageWords:
    """Return the words of lines; a word gets its share of its line by its letters."""
    long = [quad.slope for quad in quads if quad.width > 5 * quad.height]
    skew = float(np.median(long)) if long else 0.0
    skew = skew if 0.002 < abs(skew) < 0.3 else 0.0
    words = PageWords.empty(number)
    words.width, words.height, words.turned, words.skew = width, height, turn, skew
    lines = _straighten(quads, words, scale)
    texts: list[str] = []
    rows: list[tuple[float, ...]] = []
    for line in _order_lines(lines):
        step = (line.x1 - line.x0) / max(len(line.text), 1)
        for found in re.finditer(r"\S+", line.text):
            texts.append(found.group())
            x0, x1 = line.x0 + step * found.start(), line.x0 + step * found.end()
            rows.append((x0, line.top, x1, line.bottom, line.size, line.score))
    if not texts:
        return words
    lengths = np.array([len(text) for text in texts], np.int64)
    words.text = " ".join(texts)
    words.end = np.cumsum(lengths + 1) - 1
    words.start = words.end - lengths
    words.x0, words.top, words.x1, words.bottom, words.size, words.confidence = np.array(rows).T.copy()
    n = len(texts)
    words.bold, words.italic, words.artifact = (np.zeros(n, np.bool_) for _ in range(3))
    words.mcid = np.full(n, -1, np.int64)
    words.n_chars = int(lengths.sum())
    return words


def _straighten(quads: list[_Quad], words: PageWords, scale: float) -> list[ScannedLine]:
    """Return the lines level, each as high as the lines of its size."""
    lines = []
    for quad in quads:
        text = mend_text(quad.text)
        if not text:
            continue
        x, y = (float(value) / scale for value in quad.corners.mean(axis=0))
        x, y = words.turn_about_centre(x, y, -words.skew)
        half, high = quad.width / scale / 2, quad.height / scale / 2
        size = round(2 * high * _SIZE_OF_HEIGHT, 1)
        lines.append(ScannedLine(text, x - half, y - high, x + half, y + high, size, quad.score))
    if not lines:
        return lines
    # Letters with and without tails give boxes of several heights to lines of one size.
    body = float(np.median([line.size for line in lines for _ in line.text]))
    for line in lines:
        if abs(line.size - body) <= _SAME_SIZE * body:
            middle = (line.top + line.bottom) / 2
            line.size = body
            line.top, line.bottom = middle - 0.6 * body, middle + 0.6 * body
    return lines


def _order_lines(lines: list[ScannedLine]) -> list[ScannedLine]:
    """Return the lines in reading order: down the columns where prose stands side by side."""
    rows: list[list[ScannedLine]] = []
    for line in sorted(lines, key=lambda line: line.top):
        if rows and (line.top + line.bottom) / 2 < min(other.bottom for other in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.x0)
    prose = [[line for line in row if line.text.count(" ") >= 3] for row in rows]
    beside = sum(len(row) for row in prose if len(row) > 1)
    if beside > 0.5 * sum(len(row) for row in prose):
        return cut_page(lines)
    return [line for row in rows for line in row]


_WIDE = re.compile("[\uff01-\uff5e\u3000-\u3002]")
_GLUED = re.compile(
    r"(?<=[a-z)][,;])(?=[A-Za-z])|(?<=[a-z)][.:!?])(?=[A-Z][a-z]?\b|[A-Z][a-z])|(?<=s['’])(?=[a-z]{2})"
)


def mend_text(text: str) -> str:
    """Return a line with Latin punctuation, and with the blanks after it that the engine tends to lose.

    >>> mend_text("in March.The schools'plan,however，was late")
    "in March. The schools' plan, however, was late"
    """
    text = _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found.group()).replace("。", "."), text)
    return " ".join(_GLUED.sub(" ", text).split())
