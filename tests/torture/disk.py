"""What a disk may hold after the power went: rebuilt from the system calls of a real writer.

`record` runs a program under strace. `Tape.state` then makes one of the many states the disk may
be in, had the power gone at a certain moment:

- what was written to a file before its last sync is there;
- of everything later each sector of 512 bytes is there or is not, in any mixture;
- names given or removed since the last sync of the directory are there or are not, in their order;
- a sync that failed makes nothing safe, and the kernel forgets what it could not write: a later
  sync that succeeds does not bring it (Linux marks the pages clean).
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
ROOT = Path(__file__).parents[2]
_CALLS = "openat,close,pwrite64,ftruncate,fdatasync,fsync,write,unlink"
_LINE = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PWRITE = re.compile(r'(\d+), "((?:\\x[0-9a-f]{2})*)", \d+, (\d+)')


@dataclass(frozen=True, slots=True)
class Named:
    """A new file got a name."""

    name: str
    file: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A name was removed."""

    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes went into a file."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Shortened:
    """A file was cut off (or stretched)."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """A file was synced; None is the directory."""

    file: int | None
    worked: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """The program told the world something."""

    words: str


Event = Named | Removed | Written | Shortened | Synced | Said


@dataclass
class Tape:
    """Everything a program did to the files of one folder, and what it said, in order."""

    events: list[Event]

    def said(self, moment: int) -> list[str]:
        """What the world had heard by then."""
        return [event.words for event in self.events[:moment] if isinstance(event, Said)]

    def state(self, moment: int, chance: random.Random) -> dict[str, bytes]:
        """File contents by name, should the power go after `moment` events."""
        safe = self._safe(moment)
        files: dict[int, bytearray] = {}
        names: dict[str, int] = {}
        directory = True
        for place, event in enumerate(self.events[:moment]):
            match event:
                case Named() | Removed():
                    directory = directory and (place in safe or chance.random() < 0.5)
                    if directory:
                        _rename(names, event)
                case Written(file, offset, data):
                    sectors = None if place in safe else chance
                    _write(files.setdefault(file, bytearray()), offset, data, sectors)
                case Shortened(file, size):
                    if place in safe or chance.random() < 0.5:
                        _shorten(files.setdefault(file, bytearray()), size)
                case _:
                    pass
        return {name: bytes(files.get(file, b"")) for name, file in names.items()}

    def _safe(self, moment: int) -> set[int]:
        """The events that a power cut after `moment` cannot undo."""
        safe: set[int] = set()
        waiting: dict[int | None, list[int]] = {}
        for place, event in enumerate(self.events[:moment]):
            match event:
                case Written(file) | Shortened(file):
                    waiting.setdefault(file, []).append(place)
                case Named() | Removed():
                    waiting.setdefault(None, []).append(place)
                case Synced(file, worked):
                    done = waiting.pop(file, [])
                    safe.update(done if worked else ())
                case _:
                    pass
        return safe


def _rename(names: dict[str, int], event: Named | Removed) -> None:
    if isinstance(event, Named):
        names[event.name] = event.file
    else:
        names.pop(event.name, None)


def _write(content: bytearray, offset: int, data: bytes, chance: random.Random | None) -> None:
    pieces = [(offset, data)] if chance is None else _survivors(offset, data, chance)
    for start, piece in pieces:
        if len(content) < start + len(piece):
            content.extend(bytes(start + len(piece) - len(content)))
        content[start : start + len(piece)] = piece


def _survivors(offset: int, data: bytes, chance: random.Random) -> Iterator[tuple[int, bytes]]:
    """What of an unsynced write reached the disk: often nothing or all, else any sectors."""
    kept = chance.choice((0.0, 0.0, 0.6, 0.6, 1.0))
    place = 0
    while place < len(data):
        end = min(len(data), place + SECTOR - (offset + place) % SECTOR)
        if chance.random() < kept:
            yield offset + place, data[place:end]
        place = end


def _shorten(content: bytearray, size: int) -> None:
    if size < len(content):
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))


@dataclass
class _Reading:
    """strace's text being read: which descriptor is which file."""

    folder: Path
    mouth: int  # the descriptor the program speaks through
    events: list[Event] = field(default_factory=list)
    _open: dict[int, int | None] = field(default_factory=dict)  # None: the folder itself
    _names: dict[str, int] = field(default_factory=dict)
    _files: int = 0

    def line(self, text: str) -> None:
        found = _LINE.match(text)
        if found is None:
            return
        call, words, result = found[1], found[2], int(found[3])
        if call in ("fdatasync", "fsync"):
            self._synced(int(words), worked=result == 0)
        elif result >= 0:
            self._worked(call, words, result)

    def _worked(self, call: str, words: str, result: int) -> None:
        match call:
            case "openat":
                self._opened(words, result)
            case "close":
                self._open.pop(int(words), None)
            case "pwrite64":
                self._wrote(words, result)
            case "ftruncate":
                file, size = (int(word) for word in words.split(","))
                number = self._open.get(file)
                if number is not None:
                    self.events.append(Shortened(number, size))
            case "unlink":
                name = self._name(words)
                if name is not None and self._names.pop(name, None) is not None:
                    self.events.append(Removed(name))
            case "write":
                file, data = int(words.split(",")[0]), _bytes(words)
                assert self._open.get(file) is None, "a write that this model does not place"
                if file == self.mouth:
                    self.events += [Said(line) for line in data.decode().splitlines()]

    def _opened(self, words: str, descriptor: int) -> None:
        if Path(_bytes(words).decode()) == self.folder:
            self._open[descriptor] = None
            return
        name = self._name(words)
        if name is None:
            self._open.pop(descriptor, None)
            return
        if name not in self._names:
            self._files += 1
            self._names[name] = self._files
            self.events.append(Named(name, self._files))
        self._open[descriptor] = self._names[name]

    def _name(self, words: str) -> str | None:
        """The name of a file we follow. A lock holds nothing, and -shm is rebuilt at opening."""
        path = Path(_bytes(words).decode())
        followed = path.parent == self.folder and not path.name.endswith((".lock", "-shm"))
        return path.name if followed else None

    def _wrote(self, words: str, length: int) -> None:
        found = _PWRITE.match(words)
        number = self._open.get(int(words.split(",")[0]))
        if number is None:
            return
        assert found is not None, f"strace cut a write short: {words[-80:]}"
        self.events.append(Written(number, int(found[3]), _bytes(words)[:length]))

    def _synced(self, descriptor: int, *, worked: bool) -> None:
        if descriptor in self._open:
            self.events.append(Synced(self._open[descriptor], worked))


def _bytes(words: str) -> bytes:
    found = _TEXT.search(words)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""


def record(folder: Path, program: str, *words: str, inject: str = "") -> Tape:
    """Run `python -m program FOLDER/WORK MOUTH words…` under strace; it speaks to MOUTH.

    `inject` is a fault for strace, such as `fdatasync:error=EIO:when=9`.
    """
    work = (folder / "work").resolve()
    work.mkdir(parents=True)
    tape = folder / "strace"
    with (folder / "said").open("wb") as mouth:
        number = mouth.fileno()
        command = ["strace", "-xx", "-s", "1000000", "-o", str(tape), "-e", f"trace={_CALLS}"]
        command += ["-e", f"inject={inject}"] if inject else []
        command += [sys.executable, "-m", program, str(work), str(number), *words]
        subprocess.run(command, check=True, pass_fds=(number,), cwd=ROOT)
    reading = _Reading(work, number)
    with tape.open(encoding="ascii") as lines:
        for line in lines:
            reading.line(line)
    return Tape(reading.events)


def lay_out(files: dict[str, bytes], folder: Path) -> None:
    """Write a state to a folder, as a machine would find it when it is switched on again."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
