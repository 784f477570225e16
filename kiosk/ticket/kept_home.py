"""The home page of a kiosk as it will be at each hour of the coming days, kept beside the ledger.

How it works. Before anybody has touched the glass and before the bus is there, what home shows
follows from hall.toml, the tables beside it, our own program and the hour alone. So a kiosk that
has time makes that page for every hour at which it changes, a week ahead, and keeps the pages in a
file. Its next start shows the one of now at once, and reads hall.toml and imports the rules behind
it. The file says of which files it was made; where one of them is another by now, or the hour is
not in it, nothing is shown of it, and the start takes as long as the first one did.

Whatever is imported here delays the first frame; so it is little, and no msgspec.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

from broker.service.whole_file import write_whole
from kiosk.ticket.home_pages import FileSeen, Hour, KeptHome

PACKAGES = Path(__file__).parents[2]
MAKERS = ("broker/domain", "broker/settings", "kiosk/qt", "kiosk/ticket", "kiosk/ui", "kiosk/words")
DAMAGED = (OSError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
"""What comes of reading a file that is not there, or says what no program of ours has said: it must
not keep the kiosk from starting, for it would at each start."""
_LARGEST = 4_000_000  # bytes
_MOST_PX_PER_MM = 100.0  # as in hall.toml
_SEAL = 9  # bytes: the checksum, and the end of its line


def seen(file: Path) -> FileSeen:
    """The file as it is now. Asks the disk."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return FileSeen(str(file), 0, 0)
    return FileSeen(str(file), found.st_ctime_ns, found.st_size)


def program_seen() -> FileSeen:
    """What makes a look and draws it, as it is installed: when the newest of its files was changed,
    and how large all are."""
    newest = size = 0
    for entry in _files(str(PACKAGES / each) for each in MAKERS):
        found = entry.stat()
        newest, size = max(newest, found.st_ctime_ns), size + found.st_size
    return FileSeen(str(PACKAGES), newest, size)


def _files(folders: Iterable[str]) -> Iterator[os.DirEntry[str]]:
    for folder in folders:
        below = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".qml")):
                    yield entry
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    below.append(entry.path)
        yield from _files(below)


def file_of(run: Path, kiosk: str) -> Path:
    """Where the pages of a kiosk are kept."""
    return run / f"home-{quote(kiosk, safe='')}.json"


def keep(run: Path, kiosk: str, kept: KeptHome) -> None:
    """Have them there. A full disk keeps none: the next start takes longer, and nothing else."""
    with suppress(OSError):
        write_whole(file_of(run, kiosk), sealed(json.dumps(kept, ensure_ascii=False).encode()))


def sealed(content: bytes) -> bytes:
    """With its checksum before it, so that a bit that turned on the disk is found."""
    return b"%08x\n%b" % (crc32(content), content)


def find(hall: Path, run: Path, kiosk: str) -> KeptHome | None:
    """What is kept of this kiosk and still is as all its files are; otherwise None."""
    try:
        with file_of(run, kiosk).open("rb") as file:
            written = file.read(_LARGEST)
        if written != sealed(written[_SEAL:]):
            return None
        kept = _read(json.loads(written[_SEAL:]))
        return kept if _still_so(kept, hall) else None
    except DAMAGED:
        return None


def _still_so(kept: KeptHome, hall: Path) -> bool:
    if not kept.made_of or kept.made_of[0].name != str(hall.absolute()):
        return False
    same = all(seen(Path(each.name)) == each for each in kept.made_of)
    return same and program_seen() == kept.program


def _is_look(look: Any) -> bool:
    return isinstance(look, dict) and bool(look.get("page") and look.get("frame_keys"))


def _read(written: Any) -> KeptHome:
    made_of, program, hall, px_per_mm, words, looks, hours = written
    if not (0.0 <= px_per_mm <= _MOST_PX_PER_MM and words and all(map(_is_look, looks))):
        raise ValueError("no home that a kiosk of ours has kept")
    return KeptHome(
        tuple(FileSeen(*each) for each in made_of),
        FileSeen(*program),
        hall,
        px_per_mm,
        words,
        tuple(looks),
        tuple(Hour(*each) for each in hours),
    )
