"""What can be wrong with a printer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.errors import DeviceError


class PrinterTrouble(StrEnum):
    """Why there is no slip, or will be none."""

    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    CUTTER = "cutter"  # printed perhaps, but not cut off
    TOO_HOT = "too-hot"  # the printer goes on by itself when it has cooled
    ERROR = "error"  # offline, and the printer does not say why
    SILENT = "silent"  # no answer to repeated questions; nothing was sent to print
    UNPLUGGED = "unplugged"  # the port is gone; nothing was sent to print
    UNKNOWN_OUTCOME = "unknown-outcome"  # sent, and no word since: there may be a slip


_SENTENCES = {
    PrinterTrouble.PAPER_OUT: "the printer is out of paper",
    PrinterTrouble.COVER_OPEN: "the printer's cover is open",
    PrinterTrouble.CUTTER: "the printer's knife is stuck",
    PrinterTrouble.TOO_HOT: "the printer's head is too hot; it goes on by itself",
    PrinterTrouble.ERROR: "the printer is offline and does not say why",
    PrinterTrouble.SILENT: "the printer does not answer",
    PrinterTrouble.UNPLUGGED: "the printer's port is gone",
    PrinterTrouble.UNKNOWN_OUTCOME: "the printer fell silent while printing: there may be a slip",
}


class PrinterTroubled(DeviceError):
    """The printer cannot print, or did not; `trouble` says why."""

    def __init__(self, trouble: PrinterTrouble) -> None:
        super().__init__(_SENTENCES[trouble])
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class PrinterState:
    """Whether a number may be taken now.

    `near_end` is only a hint: many printers lack the sensor.
    """

    trouble: PrinterTrouble | None = None
    near_end: bool = False

    @property
    def ready(self) -> bool:
        """True when a slip can be expected to come out."""
        return self.trouble is None
