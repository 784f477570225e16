"""That a machine has joined a hall: what it is there, and where the settings it was given lie.

A new hall.json comes in a folder of its own, with all files beside it; the file that names the
folder is replaced last, so a machine that loses its power in between has the settings from before.
Where hall.json is the same, files are replaced one by one where they lie: programs that run look
at them there, each is whole, and those that are not there yet come with the next word of the hall.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from broker.domain.errors import ConfigError
from broker.joining.parts import digest
from broker.service.owners import no_right
from broker.service.whole_file import settle, write_whole
from broker.settings.parcel import HALL, unpacked

FILE = "joined.json"  # of a run directory
_FIGURES = 16  # of a digest, in the name of a folder


class Membership(msgspec.Struct, frozen=True):
    """The hall, the clients that this machine is, the folder of its settings, and their digest."""

    hall: str
    clients: tuple[str, ...]
    folder: str
    digest: str = ""

    def settings(self, run: Path) -> Path:
        """The file to be read as hall.toml."""
        return run / self.folder / HALL


def membership(run: Path) -> Membership | None:
    """What this machine is, by its run directory; None where it has joined nothing. `ConfigError`
    where that cannot be read."""
    file = run / FILE
    try:
        return msgspec.json.decode(file.read_bytes(), type=Membership)
    except FileNotFoundError:
        return None
    except PermissionError as error:
        problem = "it cannot be told which hall this machine is of"
        raise ConfigError(str(file), "the whole file", problem, no_right(file)) from error
    except (OSError, msgspec.MsgspecError) as error:
        remedy = "join again, `hall invite` on the hall's own machine says how"
        raise ConfigError(str(file), "the whole file", str(error), remedy) from error


def _unchecked(_file: Path) -> None:
    """Whoever brings them has seen to it."""


def become(
    run: Path,
    hall: str,
    clients: tuple[str, ...],
    parcel: Mapping[str, bytes],
    check: Callable[[Path], None] = _unchecked,
) -> Path:
    """Keep the settings, and be these clients besides what the machine is already. The file to be
    read. Raises `OSError`, `ValueError`, and what `check` raises of a new hall.json that cannot be
    used: then the former settings stay."""
    before = membership(run)
    both = (*(before.clients if before else ()), *clients)
    folder = _kept(run, before, parcel) if before else ""
    if not folder:
        folder = _laid_down(run, parcel)
        check(run / folder / HALL)
    now = Membership(hall, tuple(dict.fromkeys(both)), folder, digest(parcel))
    write_whole(run / FILE, msgspec.json.encode(now))
    for old in run.glob("settings-*"):
        if old.name != folder:
            shutil.rmtree(old, ignore_errors=True)
    return now.settings(run)


def _kept(run: Path, before: Membership, parcel: Mapping[str, bytes]) -> str:
    """Bring the files of the same hall.json up to date; nothing where it is another."""
    folder = run / before.folder
    if _content(folder / HALL) != parcel[HALL]:
        return ""
    for name, content in parcel.items():
        if _content(folder / name) != content:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(folder / name, content)
    for each in sorted(folder.rglob("*")):
        if each.is_file() and each.relative_to(folder).as_posix() not in parcel:
            each.unlink()
    return before.folder


def _laid_down(run: Path, parcel: Mapping[str, bytes]) -> str:
    folder = f"settings-{digest(parcel)[:_FIGURES]}"
    shutil.rmtree(run / folder, ignore_errors=True)  # one that was cut off in the middle
    unpacked(run / folder, parcel)
    settle(run / folder)
    return folder


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
