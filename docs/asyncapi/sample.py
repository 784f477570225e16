"""An example of any fact or request, made from what its fields are declared to be.

So a new one is on the page without anybody writing an example for it. Where examples.yaml tells a
better story, that one is shown.
"""

from __future__ import annotations

from typing import Any

from msgspec import NODEFAULT
from msgspec import inspect as shape

TIME, DAY = "2026-03-02T01:15:00Z", "2026-03-02"


def sample(kind: type) -> dict[str, Any]:
    """All that must be said, in JSON; what has a default is left out."""
    info = shape.type_info(kind)
    if not isinstance(info, shape.StructType):
        raise TypeError(f"{kind.__name__} is no struct")
    tag = {"type": info.tag} if info.tag is not None else {}
    return {**tag, **_fields(info)}


def _fields(info: shape.StructType) -> dict[str, Any]:
    return {
        field.encode_name: _value(field.name, field.type)
        for field in info.fields
        if field.default is NODEFAULT and field.default_factory is NODEFAULT
    }


def _value(name: str, kind: shape.Type) -> Any:
    match kind:
        case shape.Metadata(extra_json_schema={"examples": [first, *_]}):
            return first
        case shape.Metadata(type=inner):
            return _value(name, inner)
        case shape.UnionType(types=types):
            return _value(name, types[0])
        case shape.EnumType(cls=cls):
            return next(iter(cls)).value
        case shape.StructType():
            return _fields(kind)
        case shape.VarTupleType(item_type=item):
            return [_value(name, item)]
        case _:
            return _plain(name, kind)


def _plain(name: str, kind: shape.Type) -> Any:
    """Values of plain types; a text is the name of its field."""
    match kind:
        case shape.StrType():
            return name
        case shape.IntType():
            return 9
        case shape.FloatType():
            return 30.0
        case shape.BoolType():
            return True
        case shape.DateTimeType():
            return TIME
        case shape.DateType():
            return DAY
        case _:
            raise TypeError(f"{name}: no example is known for {kind}")
