"""The authority file: complete, consistent, and honest about what is wrong with it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from thememiner.errors import CodebookError
from thememiner.tagging.agencies.authority import Authority, load_authority


def test_counts_of_the_field(authority: Authority) -> None:
    """43 forces, 153 English and 22 Welsh authorities with children's services, 42 boards of the NHS."""
    forces = [
        a
        for a in authority.agencies
        if a.kind == "police" and a.country in ("England", "Wales") and not a.valid_to
    ]
    assert len(forces) == 43
    councils = [
        a
        for a in authority.agencies
        if a.kind == "local_authority" and a.agency_id in authority.places and not a.valid_to
    ]
    assert Counter(a.country for a in councils) == {"England": 153, "Wales": 22}
    care_boards = [a for a in authority.agencies if a.label.endswith("Integrated Care Board")]
    assert len(care_boards) == 42
    assert sum(a.label.endswith("Health Board") and not a.valid_to for a in authority.agencies) == 7


def test_every_successor_is_an_agency_and_no_chain_is_a_circle(authority: Authority) -> None:
    for agency in authority.agencies:
        seen = {agency.agency_id}
        successor_id = agency.successor_id
        while successor_id:
            assert successor_id not in seen
            seen.add(successor_id)
            successor_id = authority.by_id[successor_id].successor_id


@pytest.mark.parametrize(
    ("label", "successor"),
    [
        ("Department for Education and Skills", "Department for Children, Schools and Families"),
        ("Department for Children, Schools and Families", "Department for Education"),
        ("Department of Health", "Department of Health and Social Care"),
        ("Bolton Safeguarding Children Board", "Bolton Safeguarding Children Partnership"),
    ],
)
def test_predecessors_lead_to_their_successors(authority: Authority, label: str, successor: str) -> None:
    agency = authority.resolve(label)
    assert agency is not None
    assert authority.by_id[agency.successor_id].label == successor


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("the Home Office", "Home Office"),
        ("DfE", "Department for Education"),
        ("Department for Health and Social Care", "Department of Health and Social Care"),
        (
            "HM Inspectorate of Constabulary and Fire and Rescue Services",
            "HM Inspectorate of Constabulary and Fire & Rescue Services",
        ),
        ("Telford & Wrekin Safeguarding Children’s Board", "Telford and Wrekin Safeguarding Children Board"),
        ("Hull City Council", "Kingston upon Hull City Council"),
        ("St. Helens MBC", "St Helens Council"),
        ("London Borough of Camden", "London Borough of Camden"),
        ("Kent police", "Kent Police"),
        ("Bolton LSCB", "Bolton Safeguarding Children Board"),
        ("Northshire Safeguarding Children Partnership", "Northshire Safeguarding Children Partnership"),
        ("NHS Northshire ICB", "NHS Northshire Integrated Care Board"),
        ("all GPs", "General practice"),
        ("children’s services", "Children's social care"),
        ("the local authority", "Local authority"),
    ],
)
def test_resolve_names_the_body(authority: Authority, name: str, label: str) -> None:
    agency = authority.resolve(name)
    assert agency is not None
    assert agency.label == label


@pytest.mark.parametrize(
    "name", ["", "   ", "the lead reviewer", "BSCB", "HMIP", "improve practice", "\ud800"]
)
def test_resolve_does_not_guess(authority: Authority, name: str) -> None:
    assert authority.resolve(name) is None


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "kind: charity\nbodies:\n- label: One\n  succesor: Two\n- label: Two\n  successor: Nobody\n"
        "- label: Two\n- aliases: [nameless]\n- {label: Three, case: loud}\n",
        encoding="utf-8",
    )
    (tmp_path / "b.yaml").write_text("kind: [unclosed", encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        load_authority(tmp_path)
    text = str(caught.value)
    for words in ("succesor", "Nobody", "already used", "required field `label`", "loud", "b.yaml"):
        assert words in text


def test_a_name_may_mean_one_body_only(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "kind: charity\nbodies:\n- {label: One, aliases: [The Helpers]}\n- {label: Two, aliases: [the helpers]}\n",
        encoding="utf-8",
    )
    with pytest.raises(CodebookError, match="already names 'one'"):
        load_authority(tmp_path)


def test_a_folder_without_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="No authority file"):
        load_authority(tmp_path)


def test_people_can_add_a_body(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "kind: charity\ncountry: England\nbodies:\n- label: Lantern Trust\n  acronyms: [LT]\n",
        encoding="utf-8",
    )
    own = load_authority(tmp_path)
    assert [a.agency_id for a in own.agencies] == ["lantern-trust"]
    assert own.resolve("the Lantern Trust") is not None
