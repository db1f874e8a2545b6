"""Who answers for whom: a recommendation to a council reaches its children's social care.

Which roles belong to which kind of body is data: ``codebook/answerable.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml


@cache
def _load_groups() -> tuple[dict[str, str], dict[str, str]]:
    """Group by kind of named body, and by role."""
    text = files("thememiner").joinpath("codebook/answerable.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    kinds = {kind: name for name, group in data.items() for kind in group["kinds"]}
    roles = {role: name for name, group in data.items() for role in group["roles"]}
    return kinds, roles


def is_reached(agency_id: str, asked: Iterable[str], kinds: Mapping[str, str]) -> bool:
    """Return whether an agency is among those asked, or one of these answers for it.

    Args:
        agency_id: the agency.
        asked: ids of the agencies that recommendations address.
        kinds: kind of each agency by its id, as in ``agencies``.

    >>> kinds = {"barton-council": "local_authority", "hill-council": "local_authority"}
    >>> is_reached("childrens-social-care", ["barton-council"], kinds)
    True
    >>> is_reached("hill-council", ["barton-council"], kinds)
    False
    """
    by_kind, by_role = _load_groups()

    def group(one: str) -> str:
        return by_role.get(one) or by_kind.get(kinds.get(one, ""), "")

    own = group(agency_id)
    return any(
        other == agency_id or (own and group(other) == own and (agency_id in by_role or other in by_role))
        for other in asked
    )
