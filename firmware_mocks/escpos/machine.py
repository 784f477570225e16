"""The mechanics: roll, lid, knife and head, and the status bits they make."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.printing.models.escpos import spec

NEAR_END_MM = 3000.0


@dataclass(slots=True)
class Machine:
    """`roll_mm` is the paper left; `near_end_sensor` False: it answers as if there were plenty."""

    full_mm: float
    roll_mm: float
    near_end_sensor: bool = True
    cover_open: bool = False
    jammed: bool = False
    cutter_error: bool = False
    hot: bool = False

    @property
    def paper_out(self) -> bool:
        return self.roll_mm <= 0

    @property
    def near_end(self) -> bool:
        return self.near_end_sensor and self.roll_mm <= NEAR_END_MM

    @property
    def stopped(self) -> bool:
        """Offline: nothing is carried out."""
        return self.cover_open or self.paper_out or self.cutter_error or self.hot

    def mend(self) -> None:
        """All is well again; the roll is new only if it was used up."""
        self.cover_open = self.jammed = self.cutter_error = self.hot = False
        if self.near_end or self.paper_out:
            self.roll_mm = self.full_mm

    def real_time(self, question: int) -> int:
        """The byte that answers DLE EOT (sheet 4.2)."""
        match question:
            case spec.Question.PRINTER:
                bits = spec.PRINTER_OFFLINE * self.stopped
            case spec.Question.OFFLINE_CAUSE:
                bits = spec.OFFLINE_COVER * self.cover_open
                bits |= spec.OFFLINE_PAPER_END * self.paper_out
                bits |= spec.OFFLINE_ERROR * (self.cutter_error or self.hot)
            case spec.Question.ERROR_CAUSE:
                bits = spec.ERROR_CUTTER * self.cutter_error | spec.ERROR_HEAT * self.hot
            case _:
                bits = spec.PAPER_NEAR_END * self.near_end | spec.PAPER_END * self.paper_out
        return spec.REAL_TIME_FIXED | bits

    def sensor(self) -> int:
        """The byte that answers GS r 1."""
        return spec.SENSOR_NEAR_END * self.near_end | spec.SENSOR_END * self.paper_out

    def automatic(self) -> bytes:
        """The four bytes of automatic status (Epson, GS a)."""
        first = spec.AUTO_FIXED | spec.AUTO_OFFLINE * self.stopped
        first |= spec.AUTO_COVER * self.cover_open
        second = spec.ERROR_CUTTER * self.cutter_error | spec.ERROR_HEAT * self.hot
        return bytes((first, second, self.sensor(), 0))
