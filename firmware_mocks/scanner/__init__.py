"""Simulated scanners, written a second time from docs/protocols/scanner.md."""

from __future__ import annotations

from functools import partial

from firmware_mocks.firmware import DeviceKind, Firmware, Hand, Mock
from firmware_mocks.firmware.options import one_of, refuse_unknown
from firmware_mocks.scanner.gun import ScannerGun
from firmware_mocks.scanner.typing_hand import CodeEnd, bytes_of, records_of
from kiosk.input.models.scanner.spec import BAUD

_ENDS = {each.value: each for each in CodeEnd}
_OPTIONS = {"end": "what follows a code: enter, tab or nothing (enter)"}


def make(address: int, options: dict[str, str], *, keys: bool = True) -> Firmware:
    """Build one. Its line is its own: an address tells nothing."""
    refuse_unknown(options, _OPTIONS)
    ending = one_of(options, "end", CodeEnd.ENTER, _ENDS)
    return ScannerGun(address, records_of if keys else bytes_of, ending)


_HANDS = (
    Hand("code TEXT", "hold a code before it"),
    Hand("burst N", "N keys without an end"),
    Hand("fault stuck", "its last key sticks: it repeats, and is never let go"),
    Hand("fault lost", "the kernel loses events in the middle of a code"),
    Hand("ok", "end of its fault"),
)

KEYS = Mock(
    name="scanner",
    title="Scanner that types: the kernel's records of its keys",
    kind=DeviceKind.SCANNER,
    baud=BAUD,
    make=make,
    hands=_HANDS,
    options=_OPTIONS,
)

LINES = Mock(
    name="scanner-serial",
    title="Scanner at a serial port",
    kind=DeviceKind.SCANNER,
    baud=BAUD,
    make=partial(make, keys=False),
    hands=_HANDS,
    options=_OPTIONS,
)

__all__ = ["KEYS", "LINES", "make"]
