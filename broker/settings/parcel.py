"""What a machine elsewhere is given of the settings: files by their paths, as it needs them.

hall.toml lies on the ledger's machine alone. What leaves it names nobody: of staff there are
numbers and roles; what only the ledger reads (appointments, backups) stays behind. It is written as
`hall.json`, the same tables in the same words, and the files that it names come along below the
names they have beside hall.toml; one that lies elsewhere gets a name here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from broker.domain.clients import ClientKind, clients
from broker.settings import Settings, shape
from broker.settings.beside import SAMPLES
from broker.settings.files import contents

HALL = "hall.json"
LARGEST_FILE = 8_000_000  # bytes; a film is brought along by hand
LARGEST = 32_000_000  # all of them

_LEDGER_ALONE = ("backup", "appointments")
_KIOSK_ALONE = ("attract", "cases")
_FILES = (("catalogue", "file"), ("catalogue", "common"), ("notices", "file"))
_SLIP_FILES = (("slip", "template"), ("slip", "logo"))
_KIOSK_FILES = (("cases", "file"), ("attract", "film"), ("attract", "sign_film"))
_SHOWN = ("attract", "folder")
_KEPT_OF_STAFF = ("id", "role", "department")

Data = dict[str, Any]
Parcel = dict[str, bytes]


def packed(settings: Settings, names: Collection[str], place: tuple[str, int]) -> Parcel:
    """What the machine of these clients needs, that finds the broker at `place`."""
    kinds = {each.kind for each in clients(settings.hall) if each.name in names}
    data = shape.parse(str(settings.file), contents(settings.file, missing="check the path")).data
    others = _LEDGER_ALONE if ClientKind.KIOSK in kinds else (*_LEDGER_ALONE, *_KIOSK_ALONE)
    data = {key: value for key, value in data.items() if key not in others}
    data["broker"] = {"host": place[0], "port": place[1]}
    data["staff"] = [_nameless(each, kinds) for each in data["staff"]]
    parcel = _files(settings.file.parent, data, kinds)
    return {HALL: msgspec.json.encode(data), **parcel}


def left_behind(parcel: Mapping[str, bytes]) -> tuple[str, ...]:
    """What hall.json names and the parcel lacks, for it is too large or is not there."""
    data = msgspec.json.decode(parcel[HALL])
    named = (_named(data, place) for place in (*_FILES, *_SLIP_FILES, *_KIOSK_FILES))
    return tuple(each for each in named if each and each not in parcel)


def unpacked(folder: Path, parcel: Mapping[str, bytes]) -> Path:
    """Put it there, and give the path of its hall.json. Raises `ValueError` for a name that leads
    out of the folder, and `OSError`."""
    for name in parcel:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ValueError(f"{name!r} is no name of a file in a parcel")
    for name, content in parcel.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder / HALL


def _nameless(member: Data, kinds: set[ClientKind]) -> Data:
    kept = (*_KEPT_OF_STAFF, "slot") if ClientKind.READERS in kinds else _KEPT_OF_STAFF
    known = {key: member[key] for key in kept if key in member}
    return known | {"name": member["id"]}


def _files(folder: Path, data: Data, kinds: set[ClientKind]) -> Parcel:
    """The files that the tables name, which are told of their new names."""
    places = list(_FILES)
    if kinds & {ClientKind.KIOSK, ClientKind.GUIDE_DESK}:
        places += _SLIP_FILES
    if ClientKind.KIOSK in kinds:
        places += _KIOSK_FILES
    parcel, room = Parcel(), LARGEST
    wanted = [(folder / _named(data, place), _own_name(data, place)) for place in places]
    for file, name in (*wanted, *_pictures(folder, data, kinds)):
        content = _content(file) if name else None
        if content is not None and len(content) <= min(LARGEST_FILE, room):
            parcel[name] = content
            room -= len(content)
    return parcel


def _pictures(folder: Path, data: Data, kinds: set[ClientKind]) -> Iterator[tuple[Path, str]]:
    """Of materials, and those that are shown while nobody stands there."""
    if ClientKind.KIOSK not in kinds:
        return
    shown = folder / _named(data, _SHOWN), _own_name(data, _SHOWN)
    for place, name in ((folder / SAMPLES, SAMPLES), shown):
        for each in sorted(place.glob("*.*")) if name else ():
            if each.is_file():
                yield each, f"{name}/{each.name}"


def _named(data: Data, place: tuple[str, str]) -> str:
    table = data.get(place[0])
    return str(table.get(place[1]) or "") if isinstance(table, dict) else ""


def _own_name(data: Data, place: tuple[str, str]) -> str:
    """What the file is called in the parcel. One that lies beside hall.toml keeps its name."""
    name = PurePosixPath(_named(data, place))
    if not name.name or not (name.is_absolute() or ".." in name.parts):
        return str(name) if name.name else ""
    data[place[0]][place[1]] = own = f"{place[0]}-{name.name}"
    return own


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes() if file.stat().st_size <= LARGEST_FILE else None
    except OSError:
        return None
