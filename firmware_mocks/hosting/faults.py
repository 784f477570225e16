"""What can go wrong on a wire: all faults of all simulated devices, in one place."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import Enum
from random import Random
from typing import Any

from broker.domain.errors import ConfigError

BYTE_GAP = 0.001  # seconds between the bytes of `split`: about one byte's time at 9600 baud
NOISE_BYTES = 8  # at most so many bytes in one burst of noise


class Way(Enum):
    """Which way bytes go."""

    TO_DEVICE = "to-device"
    TO_HOST = "to-host"


@dataclass(frozen=True)
class Faults:
    """How a wire misbehaves. A burst is what one side sent at once.

    Probabilities are 0…1: `drop` and `duplicate` of a whole burst, `lose` and `flip` (one bit)
    of each byte, `noise` of some random bytes before a burst. Seconds: `delay` holds every burst
    up to so long, `late` holds the device's answers exactly so long. `split` delivers one byte
    at a time. `echo` lets the host hear its own bytes, as an RS-485 adapter may.
    """

    drop: float = 0.0
    duplicate: float = 0.0
    lose: float = 0.0
    flip: float = 0.0
    noise: float = 0.0
    delay: float = 0.0
    late: float = 0.0
    split: bool = False
    echo: bool = False


NAMES = tuple(each.name for each in fields(Faults))
_SWITCHES = ("split", "echo")
_SECONDS = ("delay", "late")
USAGE = (
    "drop P, duplicate P, lose P, flip P, noise P (probability 0 to 1), delay S, late S (seconds), "
    "split, echo; NAME off for one, off for all"
)


def altered(faults: Faults, words: list[str]) -> Faults:
    """`faults` after one instruction: `["drop", "0.2"]`, `["echo"]`, `["echo", "off"]`, `["off"]`.

    Raises ValueError with a sentence where the words are not understood.
    """
    match words:
        case ["off"]:
            return Faults()
        case [name, "off"] if name in NAMES:
            return _with(faults, name, getattr(Faults(), name))
        case [name] if name in _SWITCHES:
            return _with(faults, name, True)
        case [name, amount] if name in NAMES and name not in _SWITCHES:
            return _with(faults, name, _amount(name, amount))
        case _:
            raise ValueError(f"“fault {' '.join(words)}” is no fault; say {USAGE}")


def asked(command: str, instructions: list[str]) -> Faults:
    """The faults of `--fault drop=0.1 --fault echo`. `ConfigError` for what is none."""
    faults = Faults()
    for each in instructions:
        try:
            faults = altered(faults, each.replace("=", " ").split())
        except ValueError as error:
            raise ConfigError(command, "--fault", str(error), "correct it") from error
    return faults


def _with(faults: Faults, name: str, value: Any) -> Faults:
    return replace(faults, **{name: value})


def _amount(name: str, text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    most = 3600.0 if name in _SECONDS else 1.0
    if not 0.0 <= amount <= most:
        raise ValueError(f"“{text}” is no amount for {name}; say a number from 0 to {most:g}")
    return amount


def befall(faults: Faults, dice: Random, way: Way, burst: bytes) -> list[tuple[float, bytes]]:
    """What becomes of `burst`: pieces in order, each with the seconds to wait before it."""
    if dice.random() < faults.drop:
        return []
    copies = 2 if dice.random() < faults.duplicate else 1
    wait = dice.uniform(0.0, faults.delay) + (faults.late if way is Way.TO_HOST else 0.0)
    data = b"".join(_spoilt(faults, dice, burst) for _ in range(copies))
    if not faults.split:
        return [(wait, data)] if data else []
    return [(BYTE_GAP if place else wait, bytes([byte])) for place, byte in enumerate(data)]


def _spoilt(faults: Faults, dice: Random, burst: bytes) -> bytes:
    kept = [byte for byte in burst if dice.random() >= faults.lose]
    bent = [byte ^ (1 << dice.randrange(8) if dice.random() < faults.flip else 0) for byte in kept]
    before = b""
    if dice.random() < faults.noise:
        before = dice.randbytes(dice.randint(1, NOISE_BYTES))
    return before + bytes(bent)
