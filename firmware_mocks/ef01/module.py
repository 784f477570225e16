"""A simulated EF01 module: packets in, acknowledgements out, at a real module's pace."""

from __future__ import annotations

from enum import Enum

from fingerprint.models.ef01.spec import (
    BAUD_UNIT,
    POWER_UP,
    Confirmation,
    Instruction,
    Pid,
)
from firmware_mocks.ef01 import fingers, timing
from firmware_mocks.ef01.framing import Inlet, Packet, frame
from firmware_mocks.ef01.instructions import ALWAYS, TABLE, Result, Unit, fits
from firmware_mocks.ef01.memory import ModuleFlash, Working
from firmware_mocks.ef01.showing import seen
from firmware_mocks.firmware import Output, ReaderLook, Send, Show

_HANDS = "finger NAME, smudge NAME, lift, fault silent|garbage|badsum, ok or sleep"


class ModuleFault(Enum):
    """How the module itself misbehaves; faults of the wire are the hosting's."""

    NONE = "ok"
    SILENT = "silent"
    GARBAGE = "garbage"
    BAD_SUM = "badsum"


class ModuleLook(ReaderLook, frozen=True):
    """What else can be told of it. `found`: whose finger the last search found."""

    verified: bool = False
    fault: str = ModuleFault.NONE.value
    found: str | None = None
    ring: str = ""


class Module:
    """One module with at most one invented finger on its glass."""

    def __init__(self, address: int, flash: ModuleFlash, *, fast: bool, careless: bool) -> None:
        self.address = address
        self._unit = Unit(flash, careless=careless)
        self._fast = fast
        self._inlet = Inlet()
        self._fault = ModuleFault.NONE
        self._free_at = 0.0
        self._names: dict[int, str] = {}
        self._found: str | None = None
        self._wake(0.0)

    @property
    def receiving(self) -> bool:
        """Whether a template is on its way into it."""
        return self._unit.working.receiving is not None

    def feed(self, data: bytes, now: float) -> list[Output]:
        outputs: list[Output] = []
        for packet in self._inlet.feed(data, now):
            outputs += self._take(packet, now)
        return outputs

    def hand(self, words: list[str], now: float) -> list[Output]:  # noqa: ARG002  # at once
        match words:
            case [("finger" | "smudge") as how, name]:
                self._unit.finger, self._unit.smudged = name, how == "smudge"
                return [Show("finger", {"name": name, "invented": True})]
            case ["lift"]:
                self._unit.finger = None
                return [Show("finger", {"name": None})]
            case ["fault", ("silent" | "garbage" | "badsum") as fault]:
                self._fault = ModuleFault(fault)
                return [Show("fault", {"is": fault})]
            case ["ok"]:
                self._fault = ModuleFault.NONE
                return [Show("fault", {"is": "none"})]
            case ["sleep"]:
                self._unit.working = Working()
                return [Show("asleep")]
            case _:
                raise ValueError(f"“{' '.join(words)}”: say {_HANDS}")

    def tick(self, now: float) -> list[Output]:  # noqa: ARG002  # nothing is due
        return []

    def next_wakeup(self) -> float | None:
        return None

    def power_cycle(self, now: float) -> list[Output]:
        self._inlet.clear()
        self._wake(now)
        if self._fault is ModuleFault.SILENT:
            return [Show("power")]
        return [Show("power"), Send(bytes([POWER_UP]), self._pause(timing.POWER_UP))]

    def look(self) -> ModuleLook:
        unit = self._unit
        return ModuleLook(
            finger=unit.finger,
            capacity=unit.flash.capacity,
            enrolled={str(slot): self._name(slot) for slot in sorted(unit.flash.library)},
            verified=unit.working.verified,
            fault=self._fault.value,
            found=self._found,
            ring=unit.working.ring,
        )

    def _wake(self, now: float) -> None:
        """A module with the factory password works without being told it."""
        self._unit.working = Working(verified=self._unit.flash.password == 0)
        self._free_at = now + self._pause(timing.POWER_UP)

    def _pause(self, seconds: float) -> float:
        return 0.0 if self._fast else seconds

    def _name(self, slot: int) -> str:
        return self._names.get(slot, "")

    def _take(self, packet: Packet, now: float) -> list[Output]:
        if packet.address != self._unit.flash.address:
            return [Show("ignored", {"why": "another address"})]
        if not packet.sound:
            return self._answer(Result(bytes([Confirmation.PACKET_ERROR])), timing.OTHER, now)
        if packet.pid in (Pid.DATA, Pid.LAST_DATA):
            return self._download(packet)
        if packet.pid != Pid.COMMAND:
            return [Show("ignored", {"why": "not a command"})]
        return self._obey(packet.payload[0], packet.payload[1:], now)

    def _obey(self, instruction: int, parameters: bytes, now: float) -> list[Output]:
        working = self._unit.working
        if instruction not in ALWAYS and not working.verified:
            return self._answer(Result(bytes([Confirmation.UNVERIFIED])), timing.OTHER, now)
        size, deed = TABLE.get(instruction, (-1, None))
        if deed is None:
            return self._answer(Result(bytes([Confirmation.UNDEFINED])), timing.OTHER, now)
        if not fits(size, parameters):
            return self._answer(Result(bytes([Confirmation.PACKET_ERROR])), timing.OTHER, now)
        result = deed(self._unit, parameters)
        done = result.payload[0] == Confirmation.OK
        self._remember(instruction, parameters, done)
        shown = seen(instruction, parameters, result.payload)
        work = self._work(Instruction(instruction), done)
        answered = self._answer(result, work, now)
        if instruction == Instruction.SOFT_RESET:
            answered += self._restart(now)
        return [*shown, *answered]

    def _restart(self, now: float) -> list[Output]:
        """As after a power cut, but for the finger on the glass."""
        self._wake(max(self._free_at, now))
        if self._fault is ModuleFault.SILENT:
            return [Show("power")]
        return [Show("power"), Send(bytes([POWER_UP]), max(0.0, self._free_at - now))]

    def _remember(self, instruction: int, parameters: bytes, done: bool) -> None:
        """Whose finger is where: for `look`, which the real module could not say."""
        if instruction == Instruction.STORE and done:
            self._names[int.from_bytes(parameters[1:], "big")] = self._unit.working.image or ""
        if instruction in (Instruction.SEARCH, Instruction.FAST_SEARCH):
            self._found = self._unit.working.image if done else None

    def _work(self, instruction: Instruction, done: bool) -> float:
        if instruction in (Instruction.GET_IMAGE, Instruction.GET_IMAGE_EX) and not done:
            return timing.LOOK_EMPTY
        return timing.WORK.get(instruction, timing.OTHER)

    def _answer(self, result: Result, work: float, now: float) -> list[Output]:
        """One thing after another: an instruction sent too early is done when its turn comes."""
        self._free_at = max(self._free_at, now) + self._pause(work)
        if self._fault is ModuleFault.SILENT:
            return []
        flash = self._unit.flash
        sends: list[Output] = [self._send(frame(flash.address, Pid.ACK, result.payload), now)]
        for piece, pid in self._pieces(result.block or b""):
            data = frame(flash.address, pid, piece)
            byte_time = timing.byte_time(flash.baud_units * BAUD_UNIT)
            self._free_at += self._pause(len(data) * byte_time)
            sends.append(self._send(data, now))
        return sends

    def _pieces(self, block: bytes) -> list[tuple[bytes, Pid]]:
        size = self._unit.flash.packet_size
        starts = range(0, len(block), size)
        return [
            (block[at : at + size], Pid.DATA if at + size < len(block) else Pid.LAST_DATA)
            for at in starts
        ]

    def _send(self, data: bytes, now: float) -> Send:
        if self._fault is ModuleFault.BAD_SUM:
            data = data[:-1] + bytes([data[-1] ^ 0x01])
        elif self._fault is ModuleFault.GARBAGE:
            data = bytes(byte ^ 0xA5 for byte in data)
        return Send(data, max(0.0, self._free_at - now))

    def _download(self, packet: Packet) -> list[Output]:
        """Data packets are not acknowledged, not even the last."""
        working = self._unit.working
        if working.receiving is None:
            return [Show("ignored", {"why": "data nobody asked for"})]
        working.received += packet.payload
        if packet.pid == Pid.LAST_DATA:
            working.buffers[working.receiving] = working.received
            working.receiving = None
        return []

    def enrol(self, slot: int, name: str) -> None:
        """Put an invented finger into the library before the module is first used."""
        self._unit.flash.library[slot] = fingers.template(name)
        self._names[slot] = name
