"""Every device the hall expects, on which line and at which address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.hall import Hall

ALONE = 1  # the address of a device that has its line to itself


class Kind(StrEnum):
    """What a device is for."""

    DISPLAY = "display"
    EVALUATOR = "evaluator"
    READER = "reader"
    PRINTER = "printer"


@dataclass(frozen=True, slots=True)
class Expected:
    """One device as hall.toml promises it. `name` is what staff call it: `window 3`, `clockin`.

    `width` and `height` are a display's dots, 0 for others.
    """

    kind: Kind
    name: str
    line: str
    address: int
    width: int = 0
    height: int = 0


def expected(hall: Hall) -> tuple[Expected, ...]:
    """All devices of the hall: displays, evaluators, readers, then the printers of kiosks and
    guide desks."""
    displays = [
        Expected(
            Kind.DISPLAY, f"window {each.window}", each.line, each.address, each.width, each.height
        )
        for each in hall.displays
    ]
    evaluators = [
        Expected(Kind.EVALUATOR, f"window {each.window}", each.line, each.address)
        for each in hall.evaluators
    ]
    readers = [Expected(Kind.READER, each.id, each.line, ALONE) for each in hall.readers]
    kiosks = [Expected(Kind.PRINTER, each.id, each.line, ALONE) for each in hall.kiosks]
    desks = [
        Expected(Kind.PRINTER, each.id, each.line, ALONE) for each in hall.guide_desks if each.line
    ]
    return (*displays, *evaluators, *readers, *kiosks, *desks)
