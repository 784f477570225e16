"""What a kiosk needs of a printer's protocol beyond what every driver has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from broker.registry import Group
from broker.service.driver import Driver
from broker.service.session import Addresses, LastingSession, Session
from kiosk.printing.slip import MaterialsSlip, Roll, Slip


class PrinterSession(Session[Any, Any], LastingSession, Protocol):
    """The conversation with one printer.

    It reports every change of `PrinterState`, begins to look when the wire opens, and ends each
    command it was given with `Done` or `Failed`; a `PrinterTroubled` says why. When the wire is
    gone, what was unfinished has failed. Nothing that may have reached the paper is sent again.
    """


@dataclass(frozen=True, kw_only=True)
class PrinterDriver(Driver):
    """A driver of slip printers.

    - `slip(key, slip, roll)` is the one command that prints and cuts a slip, laid out as this
      printer can: a frozen value, another for each key. `ValueError` where it cannot be laid out
      or put into bytes.
    - `materials(key, slip, roll)` is the same for a list of materials; None where this printer
      prints none.
    """

    group: ClassVar[Group | None] = Group.PRINTER

    session: Callable[[Addresses], PrinterSession]
    slip: Callable[[str, Slip, Roll], Any]
    materials: Callable[[str, MaterialsSlip, Roll], Any] | None = None
