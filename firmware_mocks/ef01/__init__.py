"""A second implementation of an EF01 fingerprint module, for commissioning, demonstration, CI."""

from __future__ import annotations

from dataclasses import replace

from fingerprint.models.ef01.spec import FACTORY_BAUD
from firmware_mocks.ef01.memory import ModuleFlash
from firmware_mocks.ef01.module import Module
from firmware_mocks.ef01.udisk import UDiskModule
from firmware_mocks.firmware import DeviceKind, Firmware, Hand, Mock
from firmware_mocks.firmware.options import fingers, one_of, refuse_unknown, whole

_YES = {"yes": True, "no": False}
_OPTIONS = {
    "capacity": "templates it can hold (300)",
    "enrolled": "invented fingers already in it: NAME:SLOT,NAME:SLOT…, or NAME,NAME… from slot 0",
    "password": "its 32-bit password in hexadecimal (0)",
    "fast": "yes: answers at once instead of at a real module's pace",
    "careless": "yes: merges two different fingers without complaint, as some R503 do",
}
_USB_OPTIONS = {
    "residue": "echo: a CSW repeats the length of its CBW; or zero (echo)",
    "tags": "any: every tag is echoed; vendors: one that no maker's client uses is ignored (any)",
    "padding": "zeros: an answer is filled up to what was asked for; none: it is a short packet",
}


def make(address: int, options: dict[str, str]) -> Firmware:
    """Build one. `address` is how the hosting tells devices apart; a module on a line of its own
    answers to the factory address, whatever it is."""
    return _module(address, options)


def _module(address: int, options: dict[str, str]) -> Module:
    refuse_unknown(options, _OPTIONS)
    capacity = whole(options, "capacity", 300, 1, 4096)
    password = whole(options, "password", 0, 0, 0xFFFFFFFF, base=16)
    module = Module(
        address,
        ModuleFlash(capacity, password),
        fast=one_of(options, "fast", "no", _YES),
        careless=one_of(options, "careless", "no", _YES),
    )
    for slot, name in fingers(options, "enrolled", capacity).items():
        module.enrol(slot, name)
    return module


MOCK = Mock(
    name="ef01",
    title="EF01 fingerprint module (R307 class, 256×288, templates of 512 bytes)",
    kind=DeviceKind.READER,
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


def make_usb(address: int, options: dict[str, str]) -> Firmware:
    """Build one on USB; its other options are the serial module's."""
    echo = one_of(options, "residue", "echo", {"echo": True, "zero": False})
    vendors = one_of(options, "tags", "any", {"any": False, "vendors": True})
    padded = one_of(options, "padding", "zeros", {"zeros": True, "none": False})
    inner = {name: value for name, value in options.items() if name not in _USB_OPTIONS}
    module = _module(address, inner)
    return UDiskModule(module, echo=echo, vendors=vendors, padded=padded)


USB = replace(
    MOCK,
    name="ef01-usb",
    title="EF01 fingerprint module on USB (UDisk mode)",
    make=make_usb,
    options=_OPTIONS | _USB_OPTIONS,
)

__all__ = ["MOCK", "USB", "make", "make_usb"]
