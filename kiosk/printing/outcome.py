"""What a kiosk hands to its printer, and what it hears back."""

from __future__ import annotations

from dataclasses import dataclass

from broker.domain.ids import RequestId
from kiosk.printing.slip import Printable
from kiosk.printing.trouble import PrinterState, PrinterTrouble


@dataclass(frozen=True, slots=True)
class SlipJob:
    """One slip to print, of a number or a list. `key` is the idempotency key: the same key is never
    printed twice."""

    key: RequestId
    slip: Printable


@dataclass(frozen=True, slots=True)
class SlipOut:
    """The printer proved that it printed and cut the slip."""

    job: SlipJob


@dataclass(frozen=True, slots=True)
class SlipFailed:
    """No slip, or nobody knows (`UNKNOWN_OUTCOME`). It is not tried again by itself."""

    job: SlipJob
    trouble: PrinterTrouble


@dataclass(frozen=True, slots=True)
class SlipGrowing:
    """So much of a slip, 0 to 1, has gone to the printer. What it does with it is told at last."""

    job: SlipJob
    share: float


Result = SlipGrowing | SlipOut | SlipFailed | PrinterState
