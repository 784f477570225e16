"""One simulated font card: what it keeps, what it does with each command, what it answers."""

from __future__ import annotations

from datetime import datetime

from firmware_mocks.firmware import Output, Send, Show, SignLook
from firmware_mocks.onbon.dynamic_area import DynamicArea, read_areas
from firmware_mocks.onbon.lettering import Malformed
from firmware_mocks.onbon.memory import BRIGHTEST, Build, CardFlash, CardRam, ClockChip, light
from firmware_mocks.onbon.picture import placed, told
from firmware_mocks.onbon.receiver import Dropped, Received, Receiver, frame
from queue_display.models.onbon import spec

_GROUPS = (0xA1, 0xA2, 0xA3)
_FAULTS = ("silent", "mute", "busy", "nack")


class CardLook(SignLook, frozen=True):
    """What the card's own program tells besides: its stored program, a lock on it, its fault, and
    how bright it is, 0 to 15."""

    program: str = ""
    locked: bool = False
    fault: str = ""
    brightness: int = BRIGHTEST


class Card:
    """The firmware: frames in, picture and answers out."""

    def __init__(self, address: int, build: Build) -> None:
        self._build = build
        self.address = address
        self._flash = CardFlash(build.fonts, build.programs)
        self._ram = CardRam()
        self._clock = ClockChip()
        self._receiver = Receiver()
        self._fault = ""
        self._fault_code = int(spec.CardError.CRC16)
        self._now = 0.0

    def feed(self, data: bytes, now: float) -> list[Output]:
        self._now = now
        out: list[Output] = []
        for each in self._receiver.feed(data):
            if isinstance(each, Dropped):
                out.append(Show("ignored", {"why": each.why}))
            elif self._fault != "silent" and self._for_me(each):
                out += self._answered(each, now)
        return out

    def hand(self, words: list[str], _now: float) -> list[Output]:
        match words:
            case ["ok"]:
                self._fault = ""
            case ["fault", "nack", code] if code.isdecimal() and 0 < int(code) < 256:
                self._fault, self._fault_code = "nack", int(code)
            case ["fault", "nack"]:
                self._fault, self._fault_code = "nack", int(spec.CardError.CRC16)
            case ["fault", name] if name in _FAULTS:
                self._fault = name
            case _:
                said = " ".join(words)
                raise ValueError(f"“{said}” is not understood; say fault {'|'.join(_FAULTS)} or ok")
        return [Show("fault", {"fault": self._fault})]

    def tick(self, now: float) -> list[Output]:
        """Its clock goes on, where it is shown."""
        self._now = now
        return [self._display()] if self._shows_time() else []

    def next_wakeup(self) -> float | None:
        """The next second of a clock that is shown."""
        if not self._shows_time():
            return None
        return self._now + 1.0 - self._clock.time(self._now).microsecond / 1e6

    def _shows_time(self) -> bool:
        return self._ram.on and any(area.ticks for area in self._ram.areas.values())

    def _display(self) -> Show:
        return Show("display", {"text": self.look().text, "on": self._ram.on})

    def power_cycle(self, now: float) -> list[Output]:
        self._now = now
        self._ram = CardRam(lock=self._flash.lock)
        self._receiver = Receiver()
        return [Show("power", {"program": self._program()})]

    def look(self) -> CardLook:
        areas = list(self._ram.areas.values()) if self._ram.on else []
        time = self._clock.time(self._now)
        return CardLook(
            width=self._build.width,
            height=self._build.height,
            on=self._ram.on,
            text=_text(areas, time),
            areas=tuple(placed(area, self._build.colours, time) for area in areas),
            program=self._program(),
            locked=bool(self._ram.lock),
            fault=self._fault,
            brightness=self._flash.light.at(time),
        )

    def _program(self) -> str:
        """The stored program behind the areas, empty where none can be seen."""
        if not self._ram.on or self._ram.cleared:
            return ""
        if self._ram.lock:
            return self._ram.lock
        return self._flash.programs[0] if self._flash.programs and not self._ram.areas else ""

    def _for_me(self, heard: Received) -> bool:
        types = (spec.ANY_TYPE, self._build.device_type)
        return heard.to in (self.address, spec.ANY, spec.BROADCAST) and heard.device_type in types

    def _answered(self, heard: Received, now: float) -> list[Output]:
        """A frame with a wrong checksum is refused, unless it was for everybody."""
        error = self._trouble(heard)
        payload = b""
        shows: list[Output] = []
        if error is None:
            try:
                payload, shows = self._do(heard.data, now)
            except Malformed as malformed:
                error = malformed.error
        if heard.to == spec.BROADCAST or self._fault == "mute":
            return shows
        if heard.intact and heard.data[2] == spec.Response.UNWANTED:
            return shows
        reply = payload or self._receipt(error)
        return [*shows, Send(frame(heard.sender, self.address, reply), self._build.delay)]

    def _trouble(self, heard: Received) -> int | None:
        if not heard.intact:
            return spec.CardError.CRC16
        match self._fault:
            case "busy":
                return spec.CardError.BUSY
            case "nack":
                return self._fault_code
            case _:
                return None

    @staticmethod
    def _receipt(error: int | None) -> bytes:
        if error is None:
            return bytes([0xA0, 0x00, 0, 0, 0])
        return bytes([0xA0, 0x01, error, 0, 0])

    def _do(self, data: bytes, now: float) -> tuple[bytes, list[Output]]:  # noqa: C901  # one case for each command
        op, r0, payload = data[0] << 8 | data[1], data[3], data[5:]
        match op, len(payload):
            case 0xA200, 0:
                return b"", []
            case 0xA102, 0:
                return self._data(data, self._status(now)), []
            case 0xA207, 0:
                return self._data(data, self.address.to_bytes(2, "little")), []
            case 0xA206, 2:
                self.address = int.from_bytes(payload, "little")
                return b"", []
            case 0xA201, 0:
                return b"", self.power_cycle(now)
            case 0xA100, 0:
                return b"", self._wipe()
            case 0xA203, 8:
                self._clock.set(payload, now)
                return b"", []
            case 0xA302, _:
                self._flash.light = light(payload)
            case 0xA300, 1 if payload[0] in (1, 2):
                self._ram.on = payload[0] == 1
            case 0xA304, 6 if payload[0] < 2 and payload[1] < 2:
                self._lock(payload)
            case 0xA310, 0:
                self._ram.areas, self._ram.cleared = {}, True
            case 0xA306, _:
                self._areas(payload, r0)
            case _:
                group = data[0] in _GROUPS
                raise Malformed(spec.CardError.COMMAND if group else spec.CardError.GROUP)
        return b"", [self._display()]

    @staticmethod
    def _data(request: bytes, payload: bytes) -> bytes:
        return request[:2] + bytes(3) + payload

    def _status(self, now: float) -> bytes:
        program = (self._program() or "\0\0\0\0").encode("ascii")[:4].ljust(4, b"\0")
        numbers = bytes(self._ram.areas)
        return (
            bytes([1 if self._ram.on else 2, self._flash.light.at(self._clock.time(now))])
            + self._clock.read(now)
            + bytes([len(self._flash.programs)])
            + program
            + bytes([0, 0, len(numbers)])
            + numbers
            + bytes(16)
            + bytes(12)
        )

    def _lock(self, payload: bytes) -> None:
        name = payload[2:].decode("ascii", "replace")
        if name not in self._flash.programs:
            raise Malformed(spec.CardError.FILE_MISSING)
        self._ram.lock = name if payload[1] else ""
        self._ram.cleared = False
        if payload[0]:
            self._flash.lock = self._ram.lock

    def _areas(self, payload: bytes, process: int) -> None:
        """Deletions first, then the new ones; refused as a whole, or done as a whole."""
        if not payload:
            raise Malformed(spec.CardError.COMMAND)
        count = 0 if payload[0] == 0xFF else payload[0]
        gone = set(payload[1 : 1 + count])
        new = {area.number: area for area in read_areas(payload[1 + count :], self._flash.fonts)}
        if not all(self._fits(area) for area in new.values()):
            raise Malformed(spec.CardError.COMMAND)
        everything = payload[0] == 0xFF or process == 1
        kept = {} if everything else {n: a for n, a in self._ram.areas.items() if n not in gone}
        if len(kept | new) > self._build.most_areas:
            raise Malformed(spec.CardError.MEMORY)
        self._ram.areas = kept | new

    def _fits(self, area: DynamicArea) -> bool:
        """An area stands on the glass as a whole."""
        across = area.width > 0 and area.x + area.width <= self._build.width
        return across and area.height > 0 and area.y + area.height <= self._build.height

    def _wipe(self) -> list[Output]:
        """Format: the fonts are gone too, and with them every text from now on."""
        self._flash.fonts = self._flash.fonts.gone()
        self._flash.programs, self._flash.lock = (), ""
        self._ram = CardRam()
        return [Show("wiped", {})]


def _text(areas: list[DynamicArea], time: datetime) -> str:
    rows = ["".join(g.char for g in line) for area in areas for line in told(area, time)]
    return " ".join(rows)
