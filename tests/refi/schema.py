"""REFI-QDA 1.0 as pyrefiqda has it: its classes are made from the standard's schema, field by field in order."""

from __future__ import annotations

import re
import typing
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from enum import Enum
from typing import Any

from pydantic import BaseModel

ANY_ORDER = {"SourcesType"}
"""A choice, not a sequence."""


def list_violations(element: ET.Element, model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Yield what an element has that the schema does not allow, or lacks that it asks for."""
    here = f"{path}/{name_of(element)}"
    attributes, children = split_fields(model)
    for name in sorted(set(element.attrib) - set(attributes)):
        yield f"{here}: no attribute {name}"
    for name, field in attributes.items():
        value = element.get(name)
        if value is None and field.is_required():
            yield f"{here}: needs {name}"
        elif value is not None:
            yield from check_value(value, field, f"{here}@{name}")
    order = list(children)
    seen = [name_of(child) for child in element]
    for name in seen:
        if name not in children:
            yield f"{here}: no child {name}"
    known = [order.index(name) for name in seen if name in children]
    if model.__name__ not in ANY_ORDER and known != sorted(known):
        yield f"{here}: children out of order: {', '.join(dict.fromkeys(seen))}"
    for name, field in children.items():
        several = typing.get_origin(field.annotation) is list
        least = field.xsdata_metadata.get("min_occurs", 0) if several else int(field.is_required())
        if seen.count(name) < least or (not several and seen.count(name) > 1):
            yield f"{here}: {seen.count(name)} of {name}"
    if model.__name__ == "SourcesType" and not seen:
        yield f"{here}: is empty"
    for child in element:
        if name_of(child) in children:
            kind = inner_type(children[name_of(child)].annotation)
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from list_violations(child, kind, here)


def split_fields(model: type[BaseModel]) -> tuple[dict[str, Any], dict[str, Any]]:
    attributes, children = {}, {}
    for name, field in model.model_fields.items():
        told = field.xsdata_metadata or {}
        (attributes if told.get("type") == "Attribute" else children)[told.get("name", name)] = field
    return attributes, children


def check_value(value: str, field: Any, place: str) -> Iterator[str]:
    pattern = (field.xsdata_metadata or {}).get("pattern")
    if pattern and not re.fullmatch(pattern, value):
        yield f"{place}: {value!r} is not of the form"
    kind = inner_type(field.annotation)
    if kind is int and not re.fullmatch(r"-?\d+", value):
        yield f"{place}: {value!r} is no number"
    if kind is bool and value not in ("true", "false", "0", "1"):
        yield f"{place}: {value!r} is neither true nor false"
    if isinstance(kind, type) and issubclass(kind, Enum) and value not in [one.value for one in kind]:
        yield f"{place}: {value!r} is not listed"


def inner_type(annotation: Any) -> Any:
    inside = [one for one in typing.get_args(annotation) if one is not type(None)]
    return inside[0] if inside else annotation


def name_of(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
