"""What an agency does in a review where it is named."""

from __future__ import annotations

import pytest

from thememiner.records import Role
from thememiner.tagging.agencies.parts import load_part_reader


@pytest.mark.parametrize(
    ("text", "name", "kind", "role", "part"),
    [
        ("This review was commissioned by the Board in May.", "the Board", "board", "narrative", "commissioner"),
        ("Northshire Partnership decided to undertake a review.", "Northshire Partnership", "board", "method",
         "commissioner"),
        ("Northshire Safeguarding Children Board", "Northshire Safeguarding Children Board", "board", "front_matter",
         "commissioner"),
        ("The police should see the child.", "The police", "role", "finding", "addressed"),
        ("The police and the school must meet.", "The police", "role", "narrative", "addressed"),
        ("Write to Northshire Council.", "Northshire Council", "local_authority", "recommendation", "addressed"),
        ("The police should have seen the child.", "The police", "role", "finding", "involved"),
        ("The school made a referral.", "The school", "role", "narrative", "involved"),
        ("Home Office guidance applied.", "Home Office", "department", "narrative", "background"),
        ("The report is in the NSPCC library.", "NSPCC", "charity", "narrative", "background"),
        ("Lantern Trust supported the mother.", "Lantern Trust", "charity", "narrative", "involved"),
        ("Lantern Trust (2019) Annual report.", "Lantern Trust", "charity", "reference", "background"),
    ],
)  # fmt: skip
def test_part(text: str, name: str, kind: str, role: Role, part: str) -> None:
    start = text.index(name)
    assert load_part_reader().read_part(text, start, start + len(name), kind=kind, role=role) == part
