"""A simulated scanner: a hand holds a code before it, and it speaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from firmware_mocks.firmware import Look, Output, Send, Show
from firmware_mocks.scanner.typing_hand import CodeEnd, Fault

Speech: TypeAlias = Callable[[str, CodeEnd, Fault], bytes]
_MOST = 20_000  # keys of a burst


class ScannerLook(Look, frozen=True):
    """What it read last."""

    code: str = ""
    fault: str = Fault.NONE.value


class ScannerGun:
    """It hears nothing that is said to it."""

    def __init__(self, address: int, speech: Speech, ending: CodeEnd) -> None:
        self.address = address
        self._speech = speech
        self._ending = ending
        self._fault = Fault.NONE
        self._code = ""

    def feed(self, data: bytes, now: float) -> list[Output]:
        del data, now
        return []

    def hand(self, words: list[str], now: float) -> list[Output]:
        del now
        match words:
            case ["code", *text] if text:
                return self._read(" ".join(text), self._ending)
            case ["burst", many] if many.isdecimal() and 0 < int(many) <= _MOST:
                return self._read("8" * int(many), CodeEnd.NONE)
            case ["fault", ("stuck" | "lost") as fault]:
                self._fault = Fault(fault)
                return [Show("fault", {"fault": fault})]
            case ["ok"]:
                self._fault = Fault.NONE
                return [Show("fault", {"fault": "ok"})]
            case _:
                raise ValueError(f"“{' '.join(words)}”: say code TEXT, burst N, fault …, or ok")

    def _read(self, text: str, ending: CodeEnd) -> list[Output]:
        said = self._speech(text, ending, self._fault)
        self._code = text
        return [Show("code", {"characters": len(text)}), Send(said)]

    def tick(self, now: float) -> list[Output]:
        del now
        return []

    def next_wakeup(self) -> float | None:
        return None

    def power_cycle(self, now: float) -> list[Output]:
        del now
        self._fault, self._code = Fault.NONE, ""
        return [Show("power")]

    def look(self) -> ScannerLook:
        return ScannerLook(code=self._code, fault=self._fault.value)
