"""One line for a person about each value: `hall decode`."""

from __future__ import annotations

from typing import assert_never

from broker.link.base import Noise
from queue_display.models.onbon import orders as o
from queue_display.models.onbon import spec
from queue_display.models.onbon.codec import op_name

_NAMES = {spec.ANY: "any card", spec.BROADCAST: "all cards"}


def describe(value: o.Order | o.Reply | Noise) -> str:
    """What was asked, answered, or could not be read."""
    match value:
        case Noise(data, reason):
            return f"noise ({reason}): {data.hex(' ')}"
        case o.Order(address, what, answered):
            silent = "" if answered else " (no answer wanted)"
            return f"to {_NAMES.get(address, f'card {address}')}: {_what(what)}{silent}"
        case _:
            return f"card {value.address}: {_reply(value)}"


def _what(what: o.What) -> str:
    match what:
        case o.Power(on):
            return "on" if on else "off"
        case o.SetClock(at):
            return f"set clock {at:%Y-%m-%d %H:%M:%S}"
        case o.LockProgram(locked, name):
            return f"{'lock' if locked else 'unlock'} program {name}"
        case o.ShowAreas(areas, delete):
            return "; ".join([*_deleted(delete), *map(_area, areas)]) or "dynamic areas: none"
        case o.Unsent(op, data):
            return f"{op_name(op)} {data.hex(' ')}".rstrip()
        case o.Ping():
            return "ping"
        case o.Clear():
            return "clear"
        case o.ReadNumber():
            return "read screen number"
        case o.QueryStatus():
            return "query status"
        case _:
            assert_never(what)


def _deleted(numbers: tuple[int, ...] | None) -> list[str]:
    if numbers is None:
        return ["delete all areas"]
    return [f"delete areas {', '.join(map(str, numbers))}"] if numbers else []


def _area(area: o.Area) -> str:
    words = "".join(piece for piece in area.text if isinstance(piece, str))
    place = f"{area.width}×{area.height} at {area.x},{area.y}"
    return f"area {area.number} {place} {area.effect.name.lower()} “{words}”"


def _reply(reply: o.Reply) -> str:
    match reply:
        case o.Ack():
            return "done"
        case o.Nack(_, code):
            name = reply.error.name.lower().replace("_", " ") if reply.error else "unknown"
            return f"refused, error {code} ({name})"
        case o.Number(_, number):
            return f"its number is {number}"
        case o.Status(_, on, brightness, _, _, _, areas):
            shown = ", ".join(map(str, areas)) or "none"
            return f"{'on' if on else 'off'}, brightness {brightness}, dynamic areas {shown}"
        case o.Other(_, op, error, data):
            return f"{op_name(op)} error {error} {data.hex(' ')}".rstrip()
        case _:
            assert_never(reply)
