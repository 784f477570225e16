"""The catalogue that `hall catalogue import` makes: a header, then one item a line.

Every role reads it at its start, and guides are most of it: so a guide stays in the file until a
screen asks for it. The file is held open for that; when an import puts another in its place, the
one that was read can still be read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import DecodeError, Raw, Struct, ValidationError
from msgspec.json import Decoder

from broker.domain.catalogue import Item, queue_for
from broker.domain.entries import FORMAT, CatalogueHeader, ListedItem
from broker.domain.errors import ConfigError
from broker.domain.guides import NOTHING_KNOWN, Guide
from broker.domain.hall import Hall
from broker.domain.text.judging import flaw
from broker.domain.text.kinds import LONGEST_ITEM
from broker.settings.files import Fingerprint
from broker.settings.items import ItemsRead

SUFFIX = ".jsonl"
LARGEST = 400_000_000  # bytes; twenty thousand items with all that can be said of them have eighty
_AGAIN = "make it anew with `hall catalogue import`"


class _ListedLine(ListedItem, frozen=True):
    """An `CatalogueEntry` whose guide is looked at for no more than whether it is there."""

    guide: Raw = Raw()


class _Guided(Struct, frozen=True):
    guide: Guide = NOTHING_KNOWN


_HEADER = Decoder(CatalogueHeader)
_LINE = Decoder(_ListedLine)
_GUIDED = Decoder(_Guided)


class _OpenFile:
    """The file, open as long as an item of it is in use."""

    def __init__(self, file: Path) -> None:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        self.descriptor = os.open(file, flags)

    def __del__(self) -> None:
        if hasattr(self, "descriptor"):
            os.close(self.descriptor)


class _InFile:
    """The guide in the line that begins at `at`."""

    __slots__ = ("_at", "_file", "_length")

    def __init__(self, file: _OpenFile, at: int, length: int) -> None:
        self._file, self._at, self._length = file, at, length

    def read(self) -> Guide:
        """The guide; nothing is known where somebody has written over it, or the disk fails."""
        try:
            line = os.pread(self._file.descriptor, self._length, self._at)
            return _GUIDED.decode(line).guide
        except (OSError, DecodeError, UnicodeDecodeError):
            return NOTHING_KNOWN


def read(file: Path, hall: Hall) -> ItemsRead:
    """The items of the hall, in the order of the file. Raises `ConfigError` where it cannot be read
    at all."""
    held, seen = _opened(file), Fingerprint()
    lines = _lines(held, seen)
    header = _header(str(file), next(lines, (0, b""))[1])
    found = _FileReading(str(file), hall, held).read(lines, header.items)
    return found._replace(catalogue=str(seen))


def _opened(file: Path) -> _OpenFile:
    try:
        held = _OpenFile(file)
        found = os.fstat(held.descriptor)
    except FileNotFoundError as error:
        raise ConfigError(
            str(file), "the whole file", "there is no such file", "check the path"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "make it a file you may read"
        raise ConfigError(str(file), "the whole file", reason, remedy) from error
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
        problem = f"this is no file of at most {LARGEST // 1_000_000} MB"
        raise ConfigError(str(file), "the whole file", problem, "name the right file")
    return held


def _lines(held: _OpenFile, seen: Fingerprint) -> Iterator[tuple[int, bytes]]:
    """Where each line begins, and the line."""
    at = 0
    with os.fdopen(os.dup(held.descriptor), "rb") as stream:
        for line in stream:
            seen.feed(line)
            yield at, line
            at += len(line)


def _header(file: str, line: bytes) -> CatalogueHeader:
    try:
        header = _HEADER.decode(line)
    except (DecodeError, UnicodeDecodeError) as error:
        problem = "this is no header of a catalogue"
        raise ConfigError(file, "line 1", problem, _AGAIN) from error
    if header.catalogue != FORMAT:
        problem = f"this is a catalogue of format {header.catalogue}, and {FORMAT} is known here"
        raise ConfigError(file, "line 1", problem, _AGAIN)
    return header


class _FileReading:
    """The lines of one file, read against the hall they belong to."""

    def __init__(self, file: str, hall: Hall, held: _OpenFile) -> None:
        self._file = file
        self._held = held
        self._queues = {
            each.id: [queue for queue in hall.queues if queue.department == each.id]
            for each in hall.departments
        }
        self._seen: set[tuple[str, int]] = set()

    def read(self, lines: Iterator[tuple[int, bytes]], told: int) -> ItemsRead:
        """`told`: how many items the header says there are."""
        items: list[Item] = []
        errors: list[ConfigError] = []
        for number, (at, line) in enumerate(lines, 2):
            try:
                items.append(self._item(at, line))
            except (ValueError, UnicodeDecodeError) as error:
                errors.append(ConfigError(self._file, f"line {number}", _said(error), _AGAIN))
        if not items and not errors:
            errors.append(ConfigError(self._file, "line 1", "there is no item below it", _AGAIN))
        elif (problem := miscounted(told, len(items) + len(errors))) is not None:
            errors.append(ConfigError(self._file, "the whole file", problem, _AGAIN))
        return ItemsRead(tuple(items), tuple(errors))

    def _item(self, at: int, line: bytes) -> Item:
        told = _LINE.decode(line)
        self._judge(told)
        guide = _InFile(self._held, at, len(line)) if bytes(told.guide) else NOTHING_KNOWN
        return Item(
            told.number,
            told.department,
            told.name,
            queue_for(told.name, self._queues[told.department]),
            told.name_en,
            told.synonyms,
            told.code,
            guide,
            told.since,
            told.until,
        )

    def _judge(self, told: _ListedLine) -> None:
        """What somebody who edits the file by hand could do to it."""
        if told.department not in self._queues:
            raise ValueError(f"there is no department {told.department!r}")
        if (told.department, told.number) in self._seen:
            raise ValueError(f"number {told.number} of {told.department!r} stands above already")
        if not told.name or len(told.name) > LONGEST_ITEM or flaw(told.name):
            raise ValueError("the name is none")
        self._seen.add((told.department, told.number))


def miscounted(told: int, found: int) -> str | None:
    """What is wrong with a file that has other than as many items as its header says: a copy that
    broke off at the end of a line looks whole but for this."""
    if told == found:
        return None
    return (
        f"its header tells of {told} items, and {found} stand below it: a part is missing or added"
    )


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return f"this is no item of a catalogue ({error})"
    if isinstance(error, DecodeError | UnicodeDecodeError):
        return "this is no item of a catalogue"
    return str(error)
