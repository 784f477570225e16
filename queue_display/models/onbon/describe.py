"""One line for a person about each value: `hall decode`."""

from __future__ import annotations

from typing import assert_never

from broker.link.base import Noise
from queue_display.models.onbon import spec
from queue_display.models.onbon.codec import op_name
from queue_display.models.onbon.orders import (
    Ack,
    Area,
    Clear,
    LockProgram,
    Nack,
    Number,
    Order,
    Other,
    Ping,
    Power,
    QueryStatus,
    ReadNumber,
    Reply,
    SetClock,
    ShowAreas,
    Status,
    Unsent,
    What,
)

_NAMES = {spec.ANY: "any card", spec.BROADCAST: "all cards"}


def describe(value: Order | Reply | Noise) -> str:
    """What was asked, answered, or could not be read."""
    match value:
        case Noise(data, reason):
            return f"noise ({reason}): {data.hex(' ')}"
        case Order(address, what, answered):
            silent = "" if answered else " (no answer wanted)"
            return f"to {_NAMES.get(address, f'card {address}')}: {_what(what)}{silent}"
        case _:
            return f"card {value.address}: {_reply(value)}"


def _what(what: What) -> str:
    match what:
        case Power(on):
            return "on" if on else "off"
        case SetClock(at):
            return f"set clock {at:%Y-%m-%d %H:%M:%S}"
        case LockProgram(locked, name):
            return f"{'lock' if locked else 'unlock'} program {name}"
        case ShowAreas(areas, delete):
            return "; ".join([*_deleted(delete), *map(_area, areas)]) or "dynamic areas: none"
        case Unsent(op, data):
            return f"{op_name(op)} {data.hex(' ')}".rstrip()
        case Ping():
            return "ping"
        case Clear():
            return "clear"
        case ReadNumber():
            return "read screen number"
        case QueryStatus():
            return "query status"
        case _:
            assert_never(what)


def _deleted(numbers: tuple[int, ...] | None) -> list[str]:
    if numbers is None:
        return ["delete all areas"]
    return [f"delete areas {', '.join(map(str, numbers))}"] if numbers else []


def _area(area: Area) -> str:
    words = "".join(piece for piece in area.text if isinstance(piece, str))
    place = f"{area.width}×{area.height} at {area.x},{area.y}"
    return f"area {area.number} {place} {area.effect.name.lower()} “{words}”"


def _reply(reply: Reply) -> str:
    match reply:
        case Ack():
            return "done"
        case Nack(_, code):
            name = reply.error.name.lower().replace("_", " ") if reply.error else "unknown"
            return f"refused, error {code} ({name})"
        case Number(_, number):
            return f"its number is {number}"
        case Status(_, on, brightness, _, _, _, areas):
            shown = ", ".join(map(str, areas)) or "none"
            return f"{'on' if on else 'off'}, brightness {brightness}, dynamic areas {shown}"
        case Other(_, op, error, data):
            return f"{op_name(op)} error {error} {data.hex(' ')}".rstrip()
        case _:
            assert_never(reply)
