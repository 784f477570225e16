"""What stands on a slip. Values only: how it is set on the paper is the printer's driver's part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from broker.domain.bitmaps import Bitmap
from broker.domain.slip_template import BUILT_IN, Template
from broker.domain.slips import Roll
from kiosk.printing.hall_map import HallMap

__all__ = ["MaterialLine", "MaterialsSlip", "Printable", "Roll", "Slip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A number. `at` is aware and in the hall's own zone; `code` is what the QR code holds: a link,
    or words that a phone shows. `wait` and `mark` (备用号, say) stand there where they are not
    empty, `map` and `logo` where there is one; `template` says in which order. `ahead` None: nobody
    can know."""

    hall: str
    hall_en: str
    number: str
    code: str
    queue: str
    queue_en: str
    ahead: int | None
    at: datetime
    item: str = ""
    windows: tuple[int, ...] = ()
    zone: str = ""
    zone_en: str = ""
    wait: str = ""
    wait_en: str = ""
    mark: str = ""
    mark_en: str = ""
    polite: str = "请留意叫号，过号请到导办台"
    polite_en: str = "Please listen for your number"
    beep: bool = False
    again: bool = False  # a second slip of the same number (补打)
    map: HallMap | None = None
    logo: Bitmap | None = None
    template: Template = BUILT_IN

    def __post_init__(self) -> None:
        _zoned(self.at)

    @property
    def marks(self) -> str:
        """What tells it from an ordinary first slip; empty there."""
        again = "补打 Reprint" if self.again else ""
        return "  ".join(each for each in (f"{self.mark} {self.mark_en}".strip(), again) if each)

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
        return "前面人数暂不知道" if self.ahead is None else f"前面还有 {self.ahead} 人"

    @property
    def before_en(self) -> str:
        """The same in English."""
        if self.ahead is None:
            return "Nobody can say how many are ahead"
        return f"{self.ahead} ahead of you"

    @property
    def printed_at(self) -> str:
        """Date and time as they stand on the slip."""
        return _minute(self.at)


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One thing to bring, to be ticked. `counts` says originals and copies, `issuer` who hands it
    out, `note` what else is to be known; each may be empty. `ticked`: somebody has it ready."""

    name: str
    counts: str = ""
    issuer: str = ""
    note: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialsSlip:
    """What an item needs, to take home. `code` as on a `Slip`, empty for none; `example` marks a
    guide that was written for a sample hall."""

    hall: str
    hall_en: str
    item: str
    item_en: str
    materials: tuple[MaterialLine, ...]
    at: datetime
    where: str = ""
    telephone: str = ""
    code: str = ""
    example: bool = False

    def __post_init__(self) -> None:
        _zoned(self.at)

    @property
    def printed_at(self) -> str:
        """Date and time as they stand on the slip."""
        return _minute(self.at)


Printable: TypeAlias = Slip | MaterialsSlip


def _zoned(at: datetime) -> None:
    if at.tzinfo is None:
        raise ValueError("a slip's time needs its zone")


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
