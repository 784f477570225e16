"""Which glibc a compiled library needs: read from its ELF file (gABI, "Symbol versioning"; the
layout of `.gnu.version_r` stands in the LSB Core Specification 5.0, 10.7.5)."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from packaging.utils import parse_wheel_filename

_MAGIC = b"\x7fELF\x02\x01"  # 64 bits, the lowest byte first
_HEADER = struct.Struct("<16xHHIQQQIHHHHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_NEED = struct.Struct("<HHIII")  # version, entries, file, first entry, next
_ENTRY = struct.Struct("<IHHII")  # hash, flags, other, name, next
_VERNEED = 0x6FFFFFFE
_GLIBC = "GLIBC_"

Version = tuple[int, ...]


class Section(NamedTuple):
    """What of a section's header is needed here."""

    kind: int
    offset: int
    size: int
    link: int
    entries: int


def needed(data: bytes) -> frozenset[str]:
    """The symbol versions that an ELF file of 64 bits asks of others; nothing of other files.
    `ValueError` where the file is cut off."""
    if not data.startswith(_MAGIC):
        return frozenset()
    try:
        sections = list(_sections(data))
        wanting = (each for each in sections if each.kind == _VERNEED)
        return frozenset(n for each in wanting for n in _names(data, each, sections[each.link]))
    except (struct.error, IndexError) as error:
        raise ValueError(f"not a whole ELF file: {error}") from error


def glibc(data: bytes) -> Version:
    """The newest glibc of which it needs a symbol; empty where it needs none."""
    named = (each.removeprefix(_GLIBC) for each in needed(data) if each.startswith(_GLIBC))
    return max(
        (tuple(map(int, each.split("."))) for each in named if each[0].isdigit()), default=()
    )


def compiled(wheel: Path) -> Iterator[tuple[str, Version]]:
    """The compiled files of a wheel, with the glibc that each needs."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            with archive.open(name) as file:
                begins = file.read(len(_MAGIC))
            if begins == _MAGIC:
                yield name, glibc(archive.read(name))


def too_new(wheels: Iterable[Path], most: Version, newer: Mapping[str, Version]) -> Iterator[str]:
    """A sentence for each compiled file that needs a newer glibc than `most`, or than `newer`
    allows its library; and for a library that is allowed more than it needs."""
    for wheel in wheels:
        name = parse_wheel_filename(wheel.name)[0]
        allowed, found = newer.get(name, most), list(compiled(wheel))
        for file, needs in found:
            if needs > allowed:
                yield f"{wheel.name}: {file} needs glibc {_dotted(needs)}, above {_dotted(allowed)}"
        if name in newer and all(needs <= most for _, needs in found):
            yield f"{name} is an exception without need"


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))


def _sections(data: bytes) -> Iterator[Section]:
    header = _HEADER.unpack_from(data)
    start, size, count = header[5], header[10], header[11]
    for number in range(count):
        _, kind, _, _, offset, length, link, info, _, _ = _SECTION.unpack_from(
            data, start + number * size
        )
        yield Section(kind, offset, length, link, info)


def _names(data: bytes, section: Section, strings: Section) -> Iterator[str]:
    at = section.offset
    for _ in range(section.entries):
        _, count, _, first, step = _NEED.unpack_from(data, at)
        entry = at + first
        for _ in range(count):
            *_, name, further = _ENTRY.unpack_from(data, entry)
            yield _text(data, strings.offset + name)
            entry += further
        at += step


def _text(data: bytes, at: int) -> str:
    return data[at : data.index(b"\0", at)].decode("ascii")
