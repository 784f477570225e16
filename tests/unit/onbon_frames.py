"""Frames of the font card that our code did not make, and those worked on paper."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from queue_display.models.onbon import orders as o
from queue_display.models.onbon import spec
from queue_display.models.onbon.text import Font, Piece

_FILE = Path(__file__).parent.parent / "vectors" / "onbon.json"
_ALL = json.loads(_FILE.read_text("utf-8"))
GOOD = {each["name"]: bytes.fromhex(each["hex"]) for each in _ALL if each["kind"] == "good"}
BAD = {  # whichever way they travel
    each["name"]: bytes.fromhex(each["hex"])
    for each in _ALL
    if each["kind"] == "bad" and each["direction"] == "both"
}

ACK = GOOD["ACK reply from screen 1"]
NACK = GOOD["NACK reply CRC error"]
FORMAT = GOOD["format"]
CALL = GOOD["dynamic area 5K 128x16 red gbk"]

_LEAD = "A5 A5 A5 A5 A5 A5 A5 A5 "
_TO_1 = _LEAD + "01 00 00 80 00 00 00 00 00 00 FE 02 "
_FROM_3 = _LEAD + "00 80 03 00 00 00 00 00 00 00 FE 02 "

# No outside vector: worked in docs/protocols/onbon.md.
PAPER = {
    "turn off": bytes.fromhex(_TO_1 + "06 00 A3 00 01 00 00 02 39 EB 5A"),
    "all off": bytes.fromhex(
        _LEAD + "FF FF 00 80 00 00 00 00 00 00 FE 02 06 00 A3 00 02 00 00 02 20 65 5A"
    ),
    "read number": bytes.fromhex(
        _LEAD + "FE FF 00 80 00 00 00 00 00 00 FE 02 05 00 A2 07 01 00 00 4D A8 5A"
    ),
    "query status": bytes.fromhex(
        _LEAD + "03 00 00 80 00 00 00 00 00 00 FE 02 05 00 A1 02 01 00 00 54 F8 5A"
    ),
    "one 24-dot area instead of all": bytes.fromhex(
        _TO_1
        + "35 00 A3 06 01 00 00 FF 01 2C 00 00 00 00 00 00 10 00 20 00 00 00 00 00 00 00 00 0A"
        + "01 01 01 00 00 0A 11 00 00 00 5C 46 4F 31 30 31 5C 46 45 31 30 31 5C 43 32 BB B6"
        + "27 CD 5A"
    ),
    "trail byte 5C": bytes.fromhex(
        _TO_1
        + "28 00 A3 06 01 00 00 00 01 1F 00 00 00 00 00 00 10 00 10 00 00 00 00 00 00 00 00 00"
        + "01 01 01 00 00 00 04 00 00 00 D5 5C 6E 31 63 E1 5A"
    ),
}
PAPER_REPLIES = {
    "number 7": bytes.fromhex(
        _LEAD + "00 80 07 00 00 00 00 00 00 00 FE 02 07 00 A2 07 00 00 00 07 00 9A F6 5A"
    ),
    "status": bytes.fromhex(
        _FROM_3
        + "35 00 A1 02 00 00 00 01 0F 26 20 11 22 15 04 05 07 01 50 30 30 30 00 00 02 00 01"
        + "00" * 28
        + "4B 03 5A"
    ),
    "short status": bytes.fromhex(_FROM_3 + "06 00 A1 02 00 00 00 01 85 97 5A"),
    "busy": bytes.fromhex(_FROM_3 + "05 00 A0 01 03 00 00 34 40 5A"),
    "font missing": bytes.fromhex(_FROM_3 + "05 00 A0 01 0C 00 00 04 43 5A"),
}

_LINE = o.Area(number=0, x=0, y=0, width=128, height=16, text=())  # what most areas here are


def _area(*text: Piece, **fields: Any) -> o.Area:
    return replace(_LINE, text=text, **fields)


_CALL_AREA = _area(spec.InkCode.RED, "请A001到3号窗口", effect=spec.Effect.QUICK, stay=8, timeout=5)
_STATION = _area(
    Font(spec.FontSize.DOTS_16, encoding=spec.Encoding.GB2312),
    "TEMPER:21℃",
    number=1,
    y=12,
    width=512,
    height=12,
    speed=0x17,
    stay=2,
    run=spec.RunMode.ONCE_HOLD,
    timeout=2,
    spacing=10,
    lines=spec.Lines.SINGLE,
)


ORDERS = {
    "ping": o.Order(1, o.Ping()),
    "clear screen": o.Order(1, o.Clear()),
    "lock program P000": o.Order(1, o.LockProgram(locked=True)),
    "unlock program P000": o.Order(1, o.LockProgram(locked=False)),
    "dynamic area 192x32 scroll left 14 bytes": o.Order(
        1,
        o.ShowAreas(
            (
                _area(
                    "012345QRSTTV'B",
                    width=192,
                    height=32,
                    effect=spec.Effect.LEFT,
                    speed=4,
                    stay=5,
                    timeout=2,
                    wrap=spec.Wrap.CARD,
                ),
            ),
            process=0x2D,
        ),
    ),
    "dynamic area no-reply TEMPER:21C": o.Order(1, o.ShowAreas((_STATION,)), answered=False),
    "dynamic area no-reply HUM:66%RH": o.Order(
        1,
        o.ShowAreas((replace(_STATION, y=24, text=(_STATION.text[0], "HUM:66%RH")),)),
        answered=False,
    ),
    "turn on": o.Order(1, o.Power(on=True)),
    "turn on, any-address FFFE": o.Order(spec.ANY, o.Power(on=True)),
    "set clock 2026-11-22 15:04:05 Sunday": o.Order(
        1,
        o.SetClock(datetime(2026, 11, 22, 15, 4, 5)),  # noqa: DTZ001  # a card's clock knows no zone
    ),
    "dynamic area 5K 128x16 red gbk": o.Order(1, o.ShowAreas((_CALL_AREA,))),
    "escape coverage addr 00A5 text A5 A6 5A 5B 41": o.Order(
        0xA5,
        o.ShowAreas((replace(_CALL_AREA, number=1, y=16, text=("ウZ[A",)),)),
    ),
    "delete dynamic areas 0 and 1": o.Order(1, o.ShowAreas(delete=(0, 1))),
}
PAPER_ORDERS = {
    "turn off": o.Order(1, o.Power(on=False)),
    "all off": o.Order(spec.BROADCAST, o.Power(on=False), answered=False),
    "read number": o.Order(spec.ANY, o.ReadNumber()),
    "query status": o.Order(3, o.QueryStatus()),
    "one 24-dot area instead of all": o.Order(
        1,
        o.ShowAreas(
            (
                _area(
                    Font(spec.FontSize.DOTS_24),
                    Font(spec.FontSize.DOTS_24, latin=True),
                    spec.InkCode.GREEN,
                    "欢",
                    height=32,
                    stay=10,
                    across=spec.Across.CENTRE,
                    down=spec.Down.MIDDLE,
                    lines=spec.Lines.SINGLE,
                ),
            ),
            delete=None,
        ),
    ),
    "trail byte 5C": o.Order(1, o.ShowAreas((_area("誠n1", lines=spec.Lines.SINGLE),))),
}
BYTES = {**{name: GOOD[name] for name in ORDERS}, **{name: PAPER[name] for name in PAPER_ORDERS}}
ALL_ORDERS = {**ORDERS, **PAPER_ORDERS}


def _mirrored(value: int, bits: int) -> int:
    return int(f"{value:0{bits}b}"[::-1], 2)


def worked(data: bytes, to: int = 1) -> bytes:
    """A frame of the host around `data`, made with the unreflected register of the sheet: apart
    from driver and simulated card."""
    raw = to.to_bytes(2, "little") + bytes.fromhex("00 80 00 00 00 00 00 00 FE 02")
    raw += len(data).to_bytes(2, "little") + data
    register = 0
    for byte in raw:
        register ^= _mirrored(byte, 8) << 8
        for _ in range(8):
            register = register << 1 ^ (0x8005 if register & 0x8000 else 0)
            register &= 0xFFFF
    raw += _mirrored(register, 16).to_bytes(2, "little")
    escapes = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}
    return b"\xa5" * 8 + b"".join(escapes.get(b, bytes([b])) for b in raw) + b"\x5a"
