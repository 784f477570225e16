"""Whether what somebody else wrote is a simulated device of its kind: a sentence where it is not.

Python lets a `Mock` be made of anything and a look be filled with anything. The bench draws what it
is given, in a window that must not fall over, so both are looked at before it gets them: the mock
when it is loaded, its look each time.
"""

from __future__ import annotations

import msgspec

from broker.domain.inventory import DeviceKind
from firmware_mocks.firmware.looks import (
    CounterLook,
    Look,
    PrinterLook,
    ReaderLook,
    SignLook,
    plain,
)
from firmware_mocks.firmware.shape import Firmware, Hand, Mock

LOOKS: dict[str, type[Look]] = {
    DeviceKind.DISPLAY: SignLook,
    DeviceKind.EVALUATOR: CounterLook,
    DeviceKind.KEYPAD: CounterLook,
    DeviceKind.READER: ReaderLook,
    DeviceKind.PRINTER: PrinterLook,
}


class Misfit(ValueError):
    """It does not fit; says in a sentence how."""


def fitting_mock(found: object, name: str) -> Mock:
    """`found` as the mock that the entry point `name` promises. Raises `Misfit`."""
    if not isinstance(found, Mock):
        raise Misfit(f"it is of class {type(found).__name__}, and no firmware_mocks.firmware.Mock")
    if found.name != name:
        raise Misfit(f"it calls itself “{found.name}”")
    if not isinstance(found.kind, str) or not found.kind:
        raise Misfit("it does not say of what kind it is; say kind=DeviceKind.DISPLAY, for example")
    if not callable(found.make):
        raise Misfit("its make is no function of an address and options")
    if not all(isinstance(each, Hand) for each in found.hands):
        raise Misfit("its hands are not all a Hand")
    return found


def fitting_device(mock: Mock, made: object) -> Firmware:
    """What `mock.make` returned, if it is a device and looks like its kind. Raises `Misfit`."""
    if not isinstance(made, Firmware):
        lacking = sorted(name for name in _PARTS if not hasattr(made, name))
        raise Misfit(f"its make builds no simulated device: {', '.join(lacking)} is missing")
    fitting_look(mock.kind, made.look())
    return made


def fitting_look(kind: str, look: object) -> Look:
    """`look`, when it can be drawn as one of this kind. Raises `Misfit`."""
    wanted = LOOKS.get(kind, Look)
    if not isinstance(look, wanted):
        found = type(look).__name__
        raise Misfit(f"the look of a {kind} is a {wanted.__name__}, not of class {found}")
    try:
        msgspec.convert(plain(look), type(look))
    except (msgspec.ValidationError, TypeError) as error:
        raise Misfit(f"its {type(look).__name__} cannot be drawn: {error}") from error
    return look


_PARTS = ("address", "feed", "hand", "tick", "next_wakeup", "power_cycle", "look")
