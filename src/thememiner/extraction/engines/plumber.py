"""The second reader: pdfplumber, twenty times slower than PDFium and independent of it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import numpy as np

from thememiner.extraction.words import PageWords, Rect

logging.getLogger("pdfminer").setLevel(logging.ERROR)


class PlumberFile:
    """An open PDF, read by pdfplumber. Use it as a context manager."""

    def __init__(self, data: bytes) -> None:
        import pdfplumber

        self._pdf = pdfplumber.open(io.BytesIO(data))
        self.n_pages = len(self._pdf.pages)

    def __enter__(self) -> PlumberFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    @property
    def metadata(self) -> dict[str, str]:
        """Return what the PDF says of itself, lower-case keys."""
        found = self._pdf.metadata or {}
        return {str(key).lower(): str(value) for key, value in found.items() if value}

    def outline(self) -> Iterator[tuple[int, str, int]]:
        """Return no bookmarks: where pdfplumber has to read, a file's outline is seldom sound."""
        return iter(())

    def read_page(self, number: int) -> PageWords:
        """Return the words of page ``number`` (from 1), in content order."""
        page = self._pdf.pages[number - 1]
        found: list[dict[str, Any]] = page.extract_words(
            keep_blank_chars=False,
            use_text_flow=True,
            extra_attrs=["fontname", "size"],
            x_tolerance_ratio=0.2,
        )
        found = [word for word in found if word["text"].strip()]
        texts = [word["text"].replace(" ", "") for word in found]
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        ends = np.cumsum(lengths + 1) - 1 if len(lengths) else np.zeros(0, dtype=np.int64)
        names = [str(word["fontname"]).lower() for word in found]
        n = len(found)
        words = PageWords(
            number=number,
            width=float(page.width),
            height=float(page.height),
            text=" ".join(texts),
            start=ends - lengths,
            end=ends,
            x0=_floats(found, "x0"),
            top=_floats(found, "top"),
            x1=_floats(found, "x1"),
            bottom=_floats(found, "bottom"),
            size=_floats(found, "size"),
            bold=np.array(
                [any(p in name for p in ("bold", "black", "heavy")) for name in names], dtype=np.bool_
            ),
            italic=np.array(["italic" in name or "oblique" in name for name in names], dtype=np.bool_),
            mcid=np.full(n, -1, dtype=np.int64),
            artifact=np.zeros(n, dtype=np.bool_),
            n_chars=int(lengths.sum()),
            pictured=_is_pictured(page),
        )
        for shape in [*page.rects, *page.lines]:
            place = (float(shape["x0"]), float(shape["top"]), float(shape["x1"]), float(shape["bottom"]))
            words.rects.append(Rect(*place))
        page.close()
        return words


def _is_pictured(page: Any) -> bool:
    area = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    return bool(area > 0.3 * float(page.width) * float(page.height))


def _floats(found: list[dict[str, Any]], key: str) -> Any:
    return np.array([float(word[key]) for word in found], dtype=np.float64)
