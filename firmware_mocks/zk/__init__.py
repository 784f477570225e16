"""A simulated ZKTeco terminal, written a second time from docs/protocols/zk.md."""

from __future__ import annotations

from datetime import datetime
from itertools import cycle, islice

from firmware_mocks.firmware import Firmware, Hand, Mock
from firmware_mocks.firmware.options import one_of, refuse_unknown, whole
from firmware_mocks.zk.terminal import Make, Memory, ZkTerminal

_DAWN = "2026-11-02T08:00:00"
_OPTIONS = {
    "clock": f"what its clock shows when it is switched on ({_DAWN})",
    "password": "its communication key, a number (0: none is wanted)",
    "serial": "its serial number (OIN7030067052900049)",
    "records": "what it keeps already: NUMBER@2026-11-02T08:15:00,…",
    "many": "so many more records, a second apart, of the numbers 1001 to 1009 in turns (0)",
    "bytes": "of a record: 40, or 16 as older ones (40)",
}


def make(address: int, options: dict[str, str]) -> Firmware:
    """Build one. `ValueError` names an option that does not fit."""
    refuse_unknown(options, _OPTIONS)
    clock = _moment("clock", options.get("clock", _DAWN))
    kept = [_record(each) for each in options.get("records", "").split(",") if each]
    many = whole(options, "many", 0, 0, 100_000)
    first = _seconds(clock)
    more = islice(cycle(range(1001, 1010)), many)
    kept += [(str(number), first - many + place) for place, number in enumerate(more)]
    made = Make(
        serial=options.get("serial", "OIN7030067052900049"),
        password=whole(options, "password", 0, 0, 999_999),
        record_bytes=one_of(options, "bytes", "40", {"40": 40, "16": 16}),
    )
    return ZkTerminal(address, made, Memory(first, kept))


def _record(text: str) -> tuple[str, int]:
    number, _, at = text.partition("@")
    if not number.isascii() or not number.isalnum():
        raise ValueError(f"records: “{text}”: say NUMBER@2026-11-02T08:15:00")
    return number, _seconds(_moment("records", at))


def _moment(name: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise ValueError(f"{name}: “{text}”: say it like {_DAWN}") from error


def _seconds(moment: datetime) -> int:
    return int((moment - datetime.fromisoformat("2000-01-01")).total_seconds())


MOCK = Mock(
    name="zk",
    title="ZKTeco attendance terminal (TCP 4370)",
    kind="terminal",
    baud=115_200,
    make=make,
    hands=(
        Hand("punch NUMBER", "whom it knows by this number touches it"),
        Hand("clock SECONDS", "its clock is set so many seconds ahead, or with a minus back"),
        Hand("fault silent", "it hears and says nothing"),
        Hand("fault late", "each answer takes four seconds"),
        Hand("fault cut", "what it sends next breaks off in the middle"),
        Hand("fault fewer", "it gives fewer records than it counts"),
        Hand("fault busy", "it refuses to give its records"),
        Hand("ok", "end of the terminal's fault"),
    ),
    options=_OPTIONS,
)

__all__ = ["MOCK", "make"]
