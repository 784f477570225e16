"""The payload of A3 06: dynamic areas to bytes and back (sheet "A3 06 payload")."""

from __future__ import annotations

import struct

from queue_display.models.onbon import spec
from queue_display.models.onbon.orders import Area, ShowAreas
from queue_display.models.onbon.text import read as read_text
from queue_display.models.onbon.text import write as write_text

# type, x, y, width, height, number, spacing, run mode, timeout, sound, extension, alignment,
# lines, wrap, effect, exit, speed, stay, length of text
_AREA = struct.Struct("<BHHHHBBBHBBBBBBBBBI")


def byte(value: int, name: str, most: int = 0xFF) -> int:
    """`value`, or `ValueError` where it does not fit."""
    if not 0 <= value <= most:
        raise ValueError(f"{name} {value} is not in 0 to {most}")
    return value


def write(show: ShowAreas) -> bytes:
    """Deletions, then length and record of each area."""
    records = [_record(area) for area in show.areas]
    if any(len(record) > spec.LONGEST_DATA for record in records):
        raise ValueError("the text is too long for one frame")
    sized = b"".join(len(record).to_bytes(2, "little") + record for record in records)
    return _deletions(show.delete) + bytes([byte(len(records), "number of areas")]) + sized


def _deletions(numbers: tuple[int, ...] | None) -> bytes:
    if numbers is None:
        return bytes([spec.DELETE_ALL])
    count = byte(len(numbers), "number of deletions", spec.DELETE_ALL - 1)
    return bytes([count, *(byte(number, "area") for number in numbers)])


def _record(area: Area) -> bytes:
    text = write_text(area.text)
    head = _AREA.pack(
        0,
        _columns(area.x, "x"),
        byte(area.y, "y", 0xFFFF),
        _columns(area.width, "width"),
        byte(area.height, "height", 0xFFFF),
        byte(area.number, "area", 0xFE),
        byte(area.spacing, "spacing"),
        area.run,
        byte(area.timeout, "timeout", 0xFFFF),
        0,
        0,
        area.across | area.down << 2,
        area.lines,
        area.wrap,
        area.effect,
        0,
        byte(area.speed, "speed", spec.SLOWEST),
        byte(area.stay, "stay"),
        len(text),
    )
    return head + text


def _columns(dots: int, name: str) -> int:
    if dots % spec.COLUMN or not 0 <= dots < spec.COLUMN * spec.DOT_UNIT:
        raise ValueError(f"{name} of {dots} dots: a 5K card counts in columns of 8 dots")
    return dots // spec.COLUMN


def read(payload: bytes, process: int) -> ShowAreas | None:
    """The areas in a payload; None where it breaks the form, or uses what we do not (sound)."""
    if not payload:
        return None
    count = 0 if payload[0] == spec.DELETE_ALL else payload[0]
    delete = None if payload[0] == spec.DELETE_ALL else tuple(payload[1 : 1 + count])
    records = _split(payload[1 + count :])
    if records is None:
        return None
    found = [_area(record) for record in records]
    areas = tuple(area for area in found if area is not None)
    return ShowAreas(areas, delete, process) if len(areas) == len(found) else None


def _split(data: bytes) -> list[bytes] | None:
    if not data:
        return None
    records = []
    place = 1
    for _ in range(data[0]):
        size = int.from_bytes(data[place : place + 2], "little")
        records.append(data[place + 2 : place + 2 + size])
        place += 2 + size
    return records if place == len(data) else None


def _area(record: bytes) -> Area | None:
    if len(record) < _AREA.size:
        return None
    fields = _AREA.unpack_from(record)
    text = read_text(record[_AREA.size :])
    form, sound, extension, out, length = (fields[i] for i in (0, 9, 10, 15, 18))
    if form or sound or extension or out or text is None or length != len(record) - _AREA.size:
        return None
    try:
        return Area(
            number=fields[5],
            x=_dots(fields[1]),
            y=fields[2],
            width=_dots(fields[3]),
            height=fields[4],
            text=text,
            effect=spec.Effect(fields[14]),
            speed=fields[16],
            stay=fields[17],
            run=spec.RunMode(fields[7]),
            timeout=fields[8],
            spacing=fields[6],
            across=spec.Across(fields[11] & 3),
            down=spec.Down(fields[11] >> 2),
            lines=spec.Lines(fields[12]),
            wrap=spec.Wrap(fields[13]),
        )
    except ValueError:  # a code the sheet does not know
        return None


def _dots(value: int) -> int:
    return value & ~spec.DOT_UNIT if value & spec.DOT_UNIT else value * spec.COLUMN
