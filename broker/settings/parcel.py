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
_SOME_ALONE = {  # tables that others read nothing of
    "slip": {ClientKind.KIOSK, ClientKind.GUIDE_DESK},
    "cases": {ClientKind.KIOSK},
    "attract": {ClientKind.KIOSK},
}
_FILES = (
    *(("catalogue", "file"), ("catalogue", "common"), ("notices", "file")),
    *(("slip", "template"), ("slip", "logo")),
    *(("cases", "file"), ("attract", "film"), ("attract", "sign_film")),
)
_SHOWN = ("attract", "folder")
_KEPT_OF_STAFF = ("id", "role", "department")

Data = dict[str, Any]
Parcel = dict[str, bytes]


def packed(settings: Settings, names: Collection[str], place: tuple[str, int]) -> Parcel:
    """What the machine of these clients needs, that finds the broker at `place`."""
    data, wanted = _gathered(settings, names)
    data["broker"] = {"host": place[0], "port": place[1]}
    parcel, room = Parcel(), LARGEST
    for file, name in wanted:
        content = _content(file)
        if content is not None and len(content) <= room:
            parcel[name] = content
            room -= len(content)
    return {HALL: msgspec.json.encode(data), **parcel}


def sources(settings: Settings, names: Collection[str]) -> tuple[Path, ...]:
    """The files beside hall.toml of which that is made."""
    return tuple(file for file, _ in _gathered(settings, names)[1])


def _gathered(settings: Settings, names: Collection[str]) -> tuple[Data, list[tuple[Path, str]]]:
    """The tables, and each file with its name in the parcel, which the tables are told."""
    kinds = {each.kind for each in clients(settings.hall) if each.name in names}
    data = shape.parse(str(settings.file), contents(settings.file, missing="check the path")).data
    others = {table for table, readers in _SOME_ALONE.items() if not kinds & readers}
    data = {key: value for key, value in data.items() if key not in {*_LEDGER_ALONE, *others}}
    data["staff"] = [_nameless(each, kinds) for each in data["staff"]]
    folder = settings.file.parent
    named = [(folder / _named(data, place), _own_name(data, place)) for place in _FILES]
    pictures = _pictures(folder, data) if ClientKind.KIOSK in kinds else ()
    return data, [*((file, name) for file, name in named if name), *pictures]


def left_behind(parcel: Mapping[str, bytes]) -> tuple[str, ...]:
    """What hall.json names and the parcel lacks, for it is too large or is not there."""
    data = msgspec.json.decode(parcel[HALL])
    named = (_named(data, place) for place in _FILES)
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


def _pictures(folder: Path, data: Data) -> Iterator[tuple[Path, str]]:
    """Of materials, and those that a kiosk shows while nobody stands there."""
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
