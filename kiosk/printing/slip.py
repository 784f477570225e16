"""What stands on a slip. Values only: how it is set on the paper is the printer's driver's part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Roll(IntEnum):
    """The roll, by its width in millimetres."""

    MM_58 = 58
    MM_80 = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The content. `at` is aware and in the hall's own zone; `ticket` is what the QR code holds."""

    hall: str
    hall_en: str
    number: str
    ticket: str
    queue: str
    queue_en: str
    ahead: int
    at: datetime
    item: str = ""
    windows: tuple[int, ...] = ()
    zone: str = ""
    zone_en: str = ""
    polite: str = "请留意叫号，过号请到导办台"
    polite_en: str = "Please listen for your number"
    beep: bool = False
    again: bool = False  # a second slip of the same number (补打)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a slip's time needs its zone")

    @property
    def reprint(self) -> str:
        """What tells a second slip from the first; empty on the first."""
        return "补打 Reprint" if self.again else ""

    @property
    def where(self) -> str:
        """Where the citizen is to go, or to wait."""
        windows = "、".join(map(str, self.windows))
        if windows:
            return f"请到 {self.zone} {windows} 号窗口"
        return f"请在 {self.zone or '大厅'} 等候"

    @property
    def where_en(self) -> str:
        """The same in English; empty where nothing is known."""
        word = "Windows" if len(self.windows) > 1 else "Window"
        windows = ", ".join(map(str, self.windows))
        places = [self.zone_en, f"{word} {windows}" if windows else ""]
        return ", ".join(place for place in places if place)

    @property
    def before(self) -> str:
        """How many are called first."""
        return f"前面还有 {self.ahead} 人"

    @property
    def before_en(self) -> str:
        """The same in English."""
        return f"{self.ahead} ahead of you"

    @property
    def printed_at(self) -> str:
        """Date and time as they stand on the slip."""
        return self.at.strftime("%Y-%m-%d %H:%M")
