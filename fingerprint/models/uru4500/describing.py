"""What travels to a U.are.U and back in one line of words. Pixels are never shown."""

from __future__ import annotations

from typing import Any

from fingerprint.models.uru4500.codec import (
    Picture,
    ReadPicture,
    ReadRegister,
    Reported,
    Value,
    WriteRegister,
    Written,
)
from fingerprint.models.uru4500.spec import Event, Mode, UruRegister


def describe(value: Any) -> str:
    """Say what a decoded value means."""
    match value:
        case ReadRegister(register):
            return f"read {_name(register)}"
        case WriteRegister(register, data):
            return f"write {_name(register)}: {_said(register, data)}"
        case ReadPicture():
            return "give me a picture"
        case Value(UruRegister.INFO, data):
            return f"versions {data[10:12].hex()} and {data[4:6].hex()}"
        case Value(register, data):
            return f"{_name(register)} is {_said(register, data)}"
        case Written(register):
            return f"{_name(register)} written"
        case Reported(code):
            return _event(code)
        case Picture(lines, key, blocks):
            return f"picture of {lines} lines in {len(blocks)} blocks, key {key}"
        case _:
            return str(value)


def _name(register: UruRegister) -> str:
    return register.name.lower().replace("_", " ")


def _said(register: UruRegister, data: bytes) -> str:
    known = {mode.value: mode for mode in Mode}
    if register is UruRegister.MODE and data[0] in known:
        return known[data[0]].name.lower().replace("_", " ")
    if register is UruRegister.SCRAMBLE_KEY:
        return "a key, hidden"
    return data.hex(" ")


def _event(code: int) -> str:
    known = {event.value: event for event in Event}
    return known[code].name.lower().replace("_", " ") if code in known else f"report {code:04x}"
