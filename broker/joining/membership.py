"""That a machine has joined a hall: what it is there, and where the settings it was given lie.

Settings come as a whole, into a folder of their own that is named after their content; the file
that names the folder is replaced last. So a machine that loses its power in between has the ones
from before, and a program that runs keeps the files it has opened.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from broker.domain.errors import ConfigError
from broker.service.whole_file import settle, write_whole
from broker.settings.parcel import HALL, unpacked

FILE = "joined.json"  # of a run directory
_FIGURES = 16  # of a digest, in the name of a folder


class Membership(msgspec.Struct, frozen=True):
    """The hall, the clients that this machine is, and the folder of its settings."""

    hall: str
    clients: tuple[str, ...]
    folder: str

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
    except (OSError, msgspec.MsgspecError) as error:
        remedy = "join again, `hall invite` on the hall's own machine says how"
        raise ConfigError(str(file), "the whole file", str(error), remedy) from error


def become(run: Path, hall: str, clients: tuple[str, ...], parcel: Mapping[str, bytes]) -> Path:
    """Keep the settings, and be these clients besides what the machine is already. The file to be
    read. Raises `OSError`, `ValueError`."""
    folder = f"settings-{digest(parcel)[:_FIGURES]}"
    shutil.rmtree(run / folder, ignore_errors=True)  # one that was cut off in the middle
    file = unpacked(run / folder, parcel)
    settle(run / folder)
    before = membership(run)
    both = (*(before.clients if before else ()), *clients)
    now = Membership(hall, tuple(dict.fromkeys(both)), folder)
    write_whole(run / FILE, msgspec.json.encode(now))
    for old in run.glob("settings-*"):
        if old.name != folder:
            shutil.rmtree(old, ignore_errors=True)
    return file


def digest(parcel: Mapping[str, bytes]) -> str:
    """By what two parcels are known to be one: SHA-256 of names and contents."""
    found = hashlib.sha256()
    for name in sorted(parcel):
        found.update(f"{name} {len(parcel[name])}\n".encode())
        found.update(parcel[name])
    return found.hexdigest()
