"""`hall decode`: what bytes mean that were copied from a log or an analyser."""

from __future__ import annotations

import argparse
import re
import sys
import time
from dataclasses import dataclass

from broker.commands.base import Command
from broker.commands.conversation import drivers, spaced
from broker.domain.errors import ConfigError
from broker.link.base import Noise
from broker.service.driver import Driver, driver
from broker.terminal import say

_MOST = 4 * 1024 * 1024  # characters of hex; no frame of any protocol is near it
_SEPARATORS = re.compile(r"0[xX](?=[0-9a-fA-F])|\\x|[\s,;:]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """The bytes read as going one way."""

    way: str
    lines: tuple[str, ...]
    frames: int
    noise: int  # bytes
    begun: bool  # bytes at the end are in no line: a frame may begin with them


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("protocol", help=f"whose frames they are: {drivers()}")
    parser.add_argument("hex", nargs="+", help="the bytes in hex, or - to read them from stdin")


def _run(args: argparse.Namespace) -> int:
    known = driver(args.protocol)
    if known.encode is None:
        say(f"{known.title}: no bytes travel, so there is nothing to decode.")
        return 1
    text = _standard_input() if args.hex == ["-"] else " ".join(args.hex)
    readings = best([read(known, data := _bytes(text), way) for way in (True, False)])
    for reading in readings:
        for line in reading.lines:
            say(f"{reading.way}: {line}")
        if reading.lines and reading.begun:
            say(f"{reading.way}: at the end another frame may begin; add what follows")
    if not any(reading.lines for reading in readings):
        say(f"no frame: these {len(data)} bytes may be the beginning of one; add what follows")
    return 0 if any(reading.frames for reading in readings) else 1


def read(known: Driver, data: bytes, to_device: bool) -> Reading:
    """`data` as it reads going one way, every frame and every noise in one line."""
    values = known.decoder(to_device).feed(data, time.monotonic())
    noise = [each for each in values if isinstance(each, Noise)]
    lines = tuple(
        f"noise, {each.reason}: {spaced(each.data)}"
        if isinstance(each, Noise)
        else known.describe(each)
        for each in values
    )
    way = "to the device" if to_device else "from the device"
    noisy = sum(len(each.data) for each in noise)
    return Reading(way, lines, len(values) - len(noise), noisy, _begun(known, data, to_device))


def _begun(known: Driver, data: bytes, to_device: bool) -> bool:
    """Whether the last byte, coming alone, tells nothing yet."""
    decoder = known.decoder(to_device)
    decoder.feed(data[:-1], 0.0)
    return not decoder.feed(data[-1:], 0.0)


def best(readings: list[Reading]) -> list[Reading]:
    """The reading with frames and the least noise; both where nothing tells them apart."""
    chosen = max(map(_sense, readings))
    kept = [each for each in readings if _sense(each) == chosen]
    return kept if chosen[0] else kept[:1]


def _sense(reading: Reading) -> tuple[bool, int, int]:
    """The less noise the better; many frames say little, where a frame is a byte."""
    return reading.frames > 0, -reading.noise, reading.frames


def _standard_input() -> str:
    """What stands there, which may be without an end."""
    text = sys.stdin.read(_MOST + 1)
    if len(text) > _MOST:
        problem = f"more than {_MOST} characters arrive"
        raise ConfigError("hall decode", "-", problem, "cut out the part that is to be read")
    return text


def _bytes(text: str) -> bytes:
    digits = _SEPARATORS.sub("", text)
    try:
        return bytes.fromhex(digits)
    except ValueError:
        wrong = next((c for c in digits if c not in "0123456789abcdefABCDEF"), "")
        problem = f"“{wrong}” is no hex digit" if wrong else "a hex digit is missing: count is odd"
        raise ConfigError("hall decode", "HEX", problem, "write bytes as A5 5A 01") from None


COMMAND = Command(name="decode", help="turn pasted hex into frames, in words", add=_add, run=_run)
