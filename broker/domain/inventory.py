"""Every device the hall expects, on which line and at which address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.hall import Hall

ALONE = 1  # the address of a device that has its line to itself


class DeviceKind(StrEnum):
    """What a device is for."""

    DISPLAY = "display"
    EVALUATOR = "evaluator"  # and the keypad at its address, where there is one
    KEYPAD = "keypad"  # alone
    READER = "reader"
    PRINTER = "printer"
    CARD_READER = "card-reader"
    SCANNER = "scanner"


def display_at(window: int) -> str:
    """What the display of a window is called in facts and requests."""
    return f"display-{window}"


def evaluator_at(window: int) -> str:
    """What the evaluator of a window is called in facts and requests."""
    return f"evaluator-{window}"


@dataclass(frozen=True, slots=True)
class Expected:
    """One device as hall.toml promises it. `name` is what staff call it: `window 3`, `clockin`.

    `width` and `height` are a display's dots, 0 for others.
    """

    kind: DeviceKind
    name: str
    line: str
    address: int
    width: int = 0
    height: int = 0


def expected(hall: Hall) -> tuple[Expected, ...]:
    """All devices of the hall: those of windows, readers, then those of kiosks and guide desks."""
    displays = [
        Expected(
            DeviceKind.DISPLAY,
            f"window {each.window}",
            each.line,
            each.address,
            each.width,
            each.height,
        )
        for each in hall.displays
    ]
    evaluators = [
        Expected(DeviceKind.EVALUATOR, f"window {each.window}", each.line, each.address)
        for each in hall.evaluators
    ]
    keypads = [
        Expected(DeviceKind.KEYPAD, f"window {each.window}", each.line, each.address)
        for each in hall.keypads
    ]
    readers = [Expected(DeviceKind.READER, each.id, each.line, ALONE) for each in hall.readers]
    kiosks = [Expected(DeviceKind.PRINTER, each.id, each.line, ALONE) for each in hall.kiosks]
    cards = [
        Expected(DeviceKind.CARD_READER, each.id, each.card_line, ALONE)
        for each in hall.kiosks
        if each.card_line
    ]
    scanners = [
        Expected(DeviceKind.SCANNER, each.id, each.scanner_line, ALONE)
        for each in hall.kiosks
        if each.scanner_line
    ]
    desks = [
        Expected(DeviceKind.PRINTER, each.id, each.line, ALONE)
        for each in hall.guide_desks
        if each.line
    ]
    return (*displays, *evaluators, *keypads, *readers, *kiosks, *cards, *scanners, *desks)
