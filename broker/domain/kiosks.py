"""What hall.toml says of the screens that give numbers, and of the patience of all screens."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from broker.domain.plan import Spot
from broker.domain.slips import Roll, SlotSide
from broker.domain.tables import HallTable, Key, Seconds
from broker.domain.text.kinds import OwnName


class Kiosk(HallTable, frozen=True):
    """`[[kiosks]]`: a ticket kiosk, the lines its printer, its card reader and its scanner hang on,
    its roll, where slips come out of it, and where it stands."""

    id: Key
    line: str
    card_line: str = ""
    scanner_line: str = ""
    name: OwnName = ""
    spot: Spot | None = None
    paper: Roll | None = None
    slot: SlotSide = SlotSide.BELOW


class GuideDesk(HallTable, frozen=True):
    """`[[guide_desks]]` 导办台: a desk with a screen for its guide, and the line its printer hangs
    on; without one, numbers are noted from the screen. Nobody touches it for `sign_out_seconds`:
    whoever sat there is signed out."""

    id: Key
    line: str = ""
    name: OwnName = ""
    sign_out_seconds: Seconds = 300.0
    paper: Roll | None = None


class Attract(HallTable, frozen=True):
    """`[attract]`: a folder of pictures beside hall.toml that a kiosk shows while nobody stands
    before it, "" for none; after so many seconds, each for so many; `still`: they do not fade. A
    `film` beside hall.toml is shown instead of them; a `sign_film` has a key of its own."""

    folder: str = ""
    after_seconds: Seconds = 60.0
    each_seconds: Seconds = 10.0
    still: bool = False
    film: str = ""
    sign_film: str = ""


class VoiceEngine(StrEnum):
    """A program that speaks."""

    NONE = ""
    ESPEAK = "espeak-ng"


class VoiceRules(HallTable, frozen=True):
    """`[voice]`: what reads a page aloud on request, how loud at first (0 to 100), and how fast, in
    words a minute."""

    engine: VoiceEngine = VoiceEngine.NONE
    volume: Annotated[int, Meta(ge=10, le=100)] = 60
    speed: Annotated[int, Meta(ge=80, le=300)] = 150


class KioskRules(HallTable, frozen=True):
    """`[kiosk]`: how patient the screens are, in seconds; and how many numbers of each queue and
    day a ticket kiosk holds in reserve, 0: none. `touch_sound`: it clicks when it is touched."""

    idle_seconds: Seconds = 60.0
    still_there_seconds: Seconds = 15.0
    ticket_seconds: Seconds = 8.0
    remembered_seconds: Seconds = 120.0
    spare_numbers: Annotated[int, Meta(ge=0, le=300)] = 30
    px_per_mm: Annotated[float, Meta(ge=0, le=100)] = 0.0  # 0: ask the screen
    touch_sound: bool = False
