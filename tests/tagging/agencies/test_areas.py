"""Areas in lists: two or more place names side by side are areas; one alone is nothing."""

from __future__ import annotations

import pytest

from thememiner.records import Document, Passage
from thememiner.tagging.agencies import find_areas, load_authority


def find(text: str) -> dict[str, str]:
    doc = Document(review_id="r", text=text, pages=(), blocks=(), lines=())
    passage = Passage(
        passage_id="r-1", review_id="r", ordinal=1, kind="paragraph", start=0, end=len(text),
        page_first=1, page_last=1, text=text,
    )  # fmt: skip
    found = find_areas(doc, [passage], (), load_authority())
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    return {mention.text: mention.agency_id for mention in found}


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Visits were made to Hackney, Lambeth and Southend.", ["Hackney", "Lambeth", "Southend"]),
        (
            "It met people from Kent, North East Lincolnshire and Bath and North East Somerset.",
            ["Kent", "North East Lincolnshire", "Bath and North East Somerset"],
        ),
        ("Mr Sutton was told about it in Reading.", []),
        ("She was reading a book and had to bury it.", []),
        ("Children moved to Kent. Essex was not told.", []),
    ],
)
def test_lists_of_places_are_areas(text: str, areas: list[str]) -> None:
    assert list(find(text)) == areas


def test_an_area_stands_for_its_authority() -> None:
    assert find("Hackney and Kent")["Hackney"] == "london-borough-of-hackney"
