"""A second implementation of an EF01 fingerprint module, for commissioning, demonstration, CI."""

from __future__ import annotations

from fingerprint.models.ef01.spec import FACTORY_BAUD
from firmware_mocks.ef01.memory import Flash
from firmware_mocks.ef01.module import Module
from firmware_mocks.firmware import Firmware, Hand, Mock

_OPTIONS = {
    "capacity": "templates it can hold (300)",
    "enrolled": "invented fingers already in it: NAME:SLOT,NAME:SLOT…, or NAME,NAME… from slot 0",
    "password": "its 32-bit password in hexadecimal (0)",
    "fast": "yes: answers at once instead of at a real module's pace",
    "careless": "yes: merges two different fingers without complaint, as some R503 do",
}


def make(address: int, options: dict[str, str]) -> Firmware:
    """Build one. `address` is how the hosting tells devices apart; a module on a line of its own
    answers to the factory address, whatever it is."""
    for name in options:
        if name not in _OPTIONS:
            raise ValueError(f"ef01 has no option “{name}”; it has: {', '.join(_OPTIONS)}")
    capacity = _number(options, "capacity", "300", 10, 1, 4096)
    password = _number(options, "password", "0", 16, 0, 0xFFFFFFFF)
    module = Module(
        address,
        Flash(capacity, password),
        fast=_switch(options, "fast"),
        careless=_switch(options, "careless"),
    )
    for name, slot in _enrolled(options.get("enrolled", ""), capacity):
        module.enrol(slot, name)
    return module


def _number(
    options: dict[str, str], name: str, usual: str, base: int, least: int, most: int
) -> int:
    text = options.get(name, usual)
    try:
        value = int(text, base)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise ValueError(f"{name}={text}: say a number from {least} to {most}")
    return value


def _switch(options: dict[str, str], name: str) -> bool:
    text = options.get(name, "no")
    if text not in ("yes", "no"):
        raise ValueError(f"{name}={text}: say yes or no")
    return text == "yes"


def _enrolled(text: str, capacity: int) -> list[tuple[str, int]]:
    found = []
    for place, entry in enumerate(each for each in text.split(",") if each):
        name, _, slot = entry.partition(":")
        where = slot or str(place)
        if not name or not where.isdigit() or int(where) >= capacity:
            raise ValueError(f"enrolled: “{entry}”: say NAME:SLOT with a slot below {capacity}")
        found.append((name, int(where)))
    return found


MOCK = Mock(
    name="ef01",
    title="EF01 fingerprint module (R307 class, 256×288, templates of 512 bytes)",
    baud=FACTORY_BAUD,
    make=make,
    hands=(
        Hand("finger NAME", "put the invented finger of NAME on the glass, and leave it there"),
        Hand("smudge NAME", "the same with a finger too dirty to be read"),
        Hand("lift", "take the finger away"),
        Hand("fault silent", "the module hangs: it hears and says nothing"),
        Hand("fault garbage", "it answers in bytes that are no packets"),
        Hand("fault badsum", "its packets do not add up"),
        Hand("ok", "end of the module's fault"),
        Hand("sleep", "it slept: everything wants the password again"),
    ),
    options=_OPTIONS,
)

__all__ = ["MOCK", "make"]
