#!/usr/bin/env python3
"""Make a large corpus of fictional reviews as PDFs, from the passages of a small report.

    python benchmarks/make_corpus.py reports/sample /tmp/large --reviews 1000 --pages 20

Each review has a cover, chapters of numbered paragraphs and recommendations, under running heads. Its
sentences are those of the small report in another order; names of places are changed, numbers redrawn, and
rare words put in, so that texts differ as those of real reviews do and the vocabulary keeps growing. The same
arguments give the same bytes, and a larger corpus begins with the reviews of a smaller one.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf

_KINDS = (
    "Serious Case Review",
    "Local Child Safeguarding Practice Review",
    "Child Practice Review",
    "Thematic Review",
)
_STARTS = (
    "Al Ash Bar Bel Bram Cor Dun El Fen Gar Hal Hex Ick Kel Lang Mal Mer Nor Os Pem Ral Sel Thorn Ux Wex Yar"
)
_ENDS = "bury combe dale field ford ham hurst leigh low mere moor ness port stead thorpe ton vale wick worth"
_SYLLABLES = "ba be bri co da de dra fa fi ga gre ha ho ka la lo ma mi na ne pa ra ro sa ste ta to va we"
_PLACE = re.compile(
    r"\b(?:Brackenshire|Eastvale|Northmoor|Port Selwyn|Tarnbeck|Westmarsh|Cwm Arian|Moorvale)\b"
)
_NUMBER = re.compile(r"\b\d{1,3}\b(?![.)/:])")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_WIDTH, _LINES, _STEP, _SIZE = 88, 46, 14.5, 10.5
_RECS_PER_PAGE = 0.6


@dataclass(frozen=True)
class Pool:
    """What reviews are made of."""

    sentences: tuple[str, ...]
    headings: tuple[str, ...]
    asked: tuple[str, ...]


def read_pool(report: Path) -> Pool:
    db = sqlite3.connect(f"{(report / 'reviews.db').resolve().as_uri()}?mode=ro", uri=True)
    texts = db.execute(
        "SELECT text FROM passages WHERE kind = 'paragraph' AND role IN ('narrative', 'finding', 'summary')"
    )
    sentences = [s for (text,) in texts for s in _SENTENCE.split(" ".join(text.split())) if 40 < len(s) < 400]
    heads = db.execute(
        "SELECT DISTINCT text FROM passages WHERE kind = 'heading' AND role = 'finding' AND number = ''"
    )
    asked = db.execute("SELECT text FROM recommendations WHERE kind = 'recommendation'")
    return Pool(
        tuple(dict.fromkeys(sentences)),
        tuple(" ".join(text.split()) for (text,) in heads),
        tuple(dict.fromkeys(" ".join(text.split()) for (text,) in asked)),
    )


class Writer:
    """Words of one review; its own names and numbers."""

    def __init__(self, pool: Pool, seed: int) -> None:
        self.pool, self.chance = pool, random.Random(seed)
        self.place = self.make_place()
        self.others = [self.make_place() for _ in range(3)]

    def make_place(self) -> str:
        return self.chance.choice(_STARTS.split()) + self.chance.choice(_ENDS.split())

    def make_word(self) -> str:
        """A word that few reviews have: drawn so that a few are common and most are rare."""
        rank = random.Random(int(self.chance.paretovariate(0.5)) % 3_000_000)
        return "".join(rank.choice(_SYLLABLES.split()) for _ in range(4))

    def vary(self, text: str, words: int = 1) -> str:
        chance = self.chance
        text = _PLACE.sub(lambda _: self.place if chance.random() < 0.7 else chance.choice(self.others), text)
        text = _NUMBER.sub(lambda _: str(chance.randint(2, 60)), text)
        parts = text.split()
        for _ in range(words):
            parts.insert(chance.randint(1, len(parts)), self.make_word())
        return " ".join(parts)

    def write_paragraph(self) -> str:
        return " ".join(
            self.vary(self.chance.choice(self.pool.sentences)) for _ in range(self.chance.randint(2, 6))
        )

    def write_recommendation(self) -> str:
        one, other = self.chance.choice(self.pool.asked).split(), self.chance.choice(self.pool.asked).split()
        return self.vary(" ".join(one[:12] + other[-14:]), words=3)


def list_blocks(writer: Writer, n_pages: int) -> Iterator[tuple[str, bool]]:
    """Yield the text blocks of a review without end; each with whether it is a heading."""
    for chapter in range(1, 100):
        yield f"{chapter}. {writer.vary(writer.chance.choice(writer.pool.headings), 0)}", True
        for number in range(1, writer.chance.randint(8, 20)):
            yield f"{chapter}.{number} {writer.write_paragraph()}", False
        if chapter == 2:
            yield "3. Recommendations", True
            for number in range(1, int(n_pages * _RECS_PER_PAGE) + 1):
                yield f"Recommendation {number}: {writer.write_recommendation()}", False


def lay_out(writer: Writer, n_pages: int, title: str) -> Iterator[str]:
    """Yield the content stream of each page."""
    kind, year = writer.chance.choice(_KINDS), writer.chance.randint(2008, 2025)
    cover = [
        (f"{writer.place} Safeguarding Children Partnership", 14),
        (title, 20),
        (kind, 16),
        (f"Published March {year}", 12),
    ]
    yield "".join(show(60, 700 - 60 * i, text, size, bold=True) for i, (text, size) in enumerate(cover))
    page, at, number = "", 0, 2
    for text, is_heading in list_blocks(writer, n_pages):
        lines = textwrap.wrap(text, 60 if is_heading else _WIDTH)
        if at + len(lines) + 1 > _LINES:
            yield page + show(60, 800, f"{kind}: {title}", 8) + show(290, 30, str(number), 8)
            page, at, number = "", 0, number + 1
            if number > n_pages:
                return
        for line in lines:
            page += show(60, 770 - _STEP * at, line, 14 if is_heading else _SIZE, bold=is_heading)
            at += 1
        at += 1


def show(x: float, y: float, text: str, size: float, *, bold: bool = False) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{'F2' if bold else 'F1'} {size} Tf 1 0 0 1 {x} {y:.1f} Tm ({escaped}) Tj ET\n"


def make_pdf(pool: Pool, place: int, n_pages: int) -> bytes:
    writer = Writer(pool, place)
    title = f"Child {chr(65 + place % 26)}{place}"
    pdf = pikepdf.new()
    fonts = pikepdf.Dictionary(
        {
            f"/F{i}": pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name(name),
                    Encoding=pikepdf.Name.WinAnsiEncoding,
                )
            )
            for i, name in ((1, "/Helvetica"), (2, "/Helvetica-Bold"))
        }
    )
    for content in lay_out(writer, n_pages, title):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(Font=fonts)
        page.obj.Contents = pdf.make_stream(content.encode("cp1252", "replace"))
    made = BytesIO()
    pdf.save(made, deterministic_id=True)
    return made.getvalue()


def make_corpus(report: Path, target: Path, n_reviews: int, n_pages: int) -> None:
    """Write the PDFs that are not there yet."""
    pool = read_pool(report)
    target.mkdir(parents=True, exist_ok=True)
    for place in range(n_reviews):
        file = target / f"r{place:05d}.pdf"
        if not file.exists():
            file.write_bytes(make_pdf(pool, place, n_pages))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("report", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--reviews", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=20)
    given = parser.parse_args()
    make_corpus(given.report, given.target, given.reviews, given.pages)
