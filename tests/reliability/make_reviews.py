"""Small fictional reviews, made on the spot."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "extraction"))

from make_pdf import build_plain_pdf, show, show_lines

LINES = [
    "The health visitor did not share information with the school, and the school did not ask.",
    "Professionals did not show enough professional curiosity about the father of the child.",
    "The police and the council's children's services held no strategy meeting that winter.",
    "In 12 of 30 cases (40%) the plan had not been reviewed within the month that was agreed.",
]
ASKED = [
    "The Northfold Safeguarding Partnership should make sure that every plan is shared.",
    "The police should attend every strategy meeting.",
]


def build_review(name: str) -> bytes:
    """A small fictional review with a title, two pages, passages that are tagged and recommendations."""
    first = show(70, 780, f"Review of services for {name}", size=20) + show_lines(70, 700, LINES)
    second = show(70, 780, "Recommendations", size=16) + show_lines(
        70, 700, [f"{number}. {text}" for number, text in enumerate(ASKED, start=1)], step=40
    )
    return build_plain_pdf([first, second])


def write_tiny_corpus(folder: Path) -> Path:
    """Write two small reviews and a file that is no PDF."""
    folder.mkdir()
    for name in ("Child Ash", "Child Birch"):
        (folder / f"{name}.pdf").write_bytes(build_review(name))
    (folder / "page.pdf").write_text("<!doctype html><title>Gone</title><p>The page has moved.")
    return folder
