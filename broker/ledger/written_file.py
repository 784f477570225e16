"""The file of what citizens wrote with their opinions, beside the ledger.

How it works, and why nothing of it stays. A database that forgets leaves what it forgot in its log,
its journal and its free pages. So this is a file of places of one size, made whole when it is
first needed, and the words of an opinion stand in one place of it and nowhere else. Erasing writes
zeros over that place. Each write is on disk when it returns. A write that was cut short leaves a
place whose sum is wrong: nobody was told that these words are kept, and the place is free, and
wiped by the next who tends the file.

It belongs to the one who holds the ledger's file; anybody who may read it, may while that runs. It
is no part of a copy: what is erased here must not come back from there.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from broker.domain.errors import DiskRefuses, StoreKnown
from broker.domain.ids import LONGEST, RequestId
from broker.domain.text.judging import safe
from broker.domain.text.kinds import LONGEST_WRITTEN
from broker.ledger.disk_errors import no_room

NAME = "written-words"
MOST = 1000  # places
_HEAD = b"words of the opinion box, 1\n"
_SUM = struct.Struct(">I")  # CRC-32 of what follows
_LENGTHS = struct.Struct(">HH")  # bytes of the id and of the words
_UTF8 = 4  # bytes of the longest character
PLACE = 2560  # bytes; a multiple of 512, and the head takes one as well
_WHOLE = PLACE * (MOST + 1)

assert _SUM.size + _LENGTHS.size + _UTF8 * (LONGEST + LONGEST_WRITTEN) <= PLACE  # noqa: S101  # of our own numbers


class Full(StoreKnown):
    """Every place is taken."""


class _Taken(NamedTuple):
    """What stands in a place."""

    opinion: RequestId
    words: str


def put(file: Path, opinion: RequestId, words: str) -> int:
    """Have the words of an opinion on disk; said again, they are there once. How many places are
    taken now. Raises `Full`, `StoreKnown`."""
    with _opened(file) as place:
        taken = _taken(place)
        at = next((at for at, each in taken.items() if each and each.opinion == opinion), None)
        if at is None:
            at = next((at for at, each in taken.items() if each is None), None)
        if at is None:
            raise Full(f"{file}: all {MOST} places are taken; settle opinions with `hall opinions`")
        _write(place, at, _packed(_Taken(opinion, words)))
        return sum(each is not None for each in taken.values()) + (taken[at] is None)


def tend(file: Path, wanted: Collection[RequestId]) -> int:
    """Wipe every place but those of the `wanted`, and see that the file can be written. How many
    are taken. Raises `StoreKnown`."""
    with _opened(file) as place:
        kept = 0
        for at, each in _taken(place).items():
            if each is not None and each.opinion in wanted:
                kept += 1
            elif os.pread(place, PLACE, at).strip(b"\0"):
                _write(place, at, bytes(PLACE))
        _write(place, 0, _HEAD)
        return kept


def read(file: Path) -> dict[RequestId, str]:
    """Everything that stands there; nothing where there is no such file. Raises `StoreKnown`."""
    try:
        place = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _refused(file, "cannot be read", error) from error
    try:
        return {each.opinion: safe(each.words) for each in _taken(place).values() if each}
    except OSError as error:
        raise _refused(file, "cannot be read", error) from error
    finally:
        os.close(place)


@contextmanager
def _opened(file: Path) -> Iterator[int]:
    """The file, whole; made where there is none. A disk without room says so now, and not when
    somebody has written something."""
    try:
        place = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _make_whole(file, place)
            yield place
        finally:
            os.close(place)
    except OSError as error:
        raise no_room(file, error) from error


def _make_whole(file: Path, place: int) -> None:
    head = os.pread(place, len(_HEAD), 0)
    if head.strip(b"\0") and head != _HEAD:
        raise StoreKnown(f"{file}: this is no file of words; move it away, a new one is made")
    if os.fstat(place).st_size >= _WHOLE and head == _HEAD:
        return
    os.posix_fallocate(place, 0, _WHOLE)
    _write(place, 0, _HEAD)
    _keep_name(file.parent)


def _keep_name(folder: Path) -> None:
    named = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(named)
    finally:
        os.close(named)


def _taken(place: int) -> dict[int, _Taken | None]:
    """What stands in each place, by where it begins; None: nothing that is whole."""
    data = os.pread(place, _WHOLE, 0)
    return {at: _unpacked(data[at : at + PLACE]) for at in range(PLACE, _WHOLE, PLACE)}


def _packed(taken: _Taken) -> bytes:
    opinion, words = taken.opinion.encode(), taken.words.encode("utf-8", "replace")
    said = _LENGTHS.pack(len(opinion), len(words)) + opinion + words
    said = said.ljust(PLACE - _SUM.size, b"\0")
    return _SUM.pack(zlib.crc32(said)) + said


def _unpacked(data: bytes) -> _Taken | None:
    if len(data) < PLACE:
        return None
    said = data[_SUM.size :]
    ids, words = _LENGTHS.unpack_from(said)
    if not ids or _SUM.unpack_from(data)[0] != zlib.crc32(said):
        return None
    texts = said[_LENGTHS.size :]
    return _Taken(RequestId(texts[:ids].decode()), texts[ids : ids + words].decode())


def _write(place: int, at: int, data: bytes) -> None:
    """On disk when this returns. Of a file no part is left out: a short write is an error."""
    if os.pwrite(place, data, at) != len(data):
        raise DiskRefuses("a write beside the ledger was cut short; check the disk")
    os.fdatasync(place)


def _refused(file: Path, what: str, error: OSError) -> StoreKnown:
    return StoreKnown(f"{file}: {what} ({error.strerror}); check the disk")
