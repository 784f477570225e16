"""hall.toml and the catalogue beside it, as typed values.

Whoever runs a part of the hall calls `load`; `hall check` calls `examine` to hear everything.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from broker.domain.catalogue import Item
from broker.domain.checking import Installed, check
from broker.domain.common_words import CommonWord
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall, Wire
from broker.domain.ids import ItemId
from broker.domain.notices import Notice
from broker.domain.wings import part_at
from broker.settings import items as catalogue
from broker.settings import shape
from broker.settings.common_words import CommonRead
from broker.settings.files import contents
from broker.settings.item_files import common_of, items_of
from broker.settings.notices import NoticesRead, load_notices
from broker.settings.slip_form import ORDINARY, SlipForm, load_form

__all__ = ["ORDINARY", "Examined", "Settings", "SlipForm", "examine", "load"]

NETWORK_PLACE = re.compile(r"tcp:.+|usb:.+|evdev:.+|[^/]+:[0-9]+")


@dataclass(frozen=True)
class Settings:
    """One hall as it is installed.

    `run` is the runtime directory: the ledger, the broker's files, the ports of simulated
    devices. It is not made here. `catalogue` tells the file of the items from another.
    """

    hall: Hall
    file: Path
    run: Path
    items: tuple[Item, ...]
    common: tuple[CommonWord, ...] = ()
    slip_form: SlipForm = ORDINARY
    notices: tuple[Notice, ...] = ()
    damaged: tuple[ConfigError, ...] = ()  # rows of tables beside hall.toml that are left out
    catalogue: str = ""

    def is_damaged(self, table: Path) -> bool:
        """Whether something of this table beside hall.toml is left out."""
        return any(Path(each.file).absolute() == table.absolute() for each in self.damaged)

    def part_at(self, wing: str) -> Settings:
        """The same with the devices of one wing alone, or of the ledger's own machine."""
        return replace(self, hall=part_at(self.hall, wing))

    def queues_of_item(self) -> dict[ItemId, frozenset[str]]:
        """The queues that serve each item of the catalogue."""
        return {each.id: frozenset((each.queue,)) for each in self.items}

    def port(self, wire: Wire) -> str:
        """The place to open for a line: a device path, `tcp:HOST:PORT`, `usb:…`, or a path below
        `run`."""
        if wire.port.startswith("/") or NETWORK_PLACE.fullmatch(wire.port):
            return wire.port
        return str(self.run / wire.port)


@dataclass(frozen=True)
class Examined:
    """What reading a hall brought: `settings` is None where the hall cannot run so. A table that is
    written while the hall runs (words, notices) never stops it: what is wrong in one is an error
    here, and a row that is not there for everybody else. What one role alone reads (appointments,
    cases, pictures) is not read here: `broker.settings.beside` judges it."""

    settings: Settings | None
    errors: tuple[ConfigError, ...] = ()
    warnings: tuple[ConfigError, ...] = ()
    bare: Settings | None = None  # without items, where nothing but the catalogue is wrong


def load(file: Path, run: Path | None = None, installed: Installed | None = None) -> Settings:
    """Read a hall. Raises the first `ConfigError`, which names file, place and remedy.

    `run` is the runtime directory; by default $HALL_RUN, or `var/<hall id>` below the working
    directory. `installed` names the drivers there are; None leaves that to whoever opens a line.
    """
    examined = examine(file, run, installed)
    if examined.settings is None:
        raise examined.errors[0]
    return examined.settings


def load_without_items(file: Path, run: Path | None = None) -> Settings:
    """The same for whoever needs no items: a catalogue that cannot be read stops nobody who looks
    at the hall, saves its ledger or notes a punch. Items are none then."""
    examined = examine(file, run)
    found = examined.settings or examined.bare
    if found is None:
        raise examined.errors[0]
    return found


def examine(file: Path, run: Path | None = None, installed: Installed | None = None) -> Examined:
    """Read a hall and find all that is wrong with it; raises nothing."""
    try:
        text = shape.parse(str(file), contents(file, missing="check the path"))
    except ConfigError as error:
        return Examined(None, (error,))
    hall = shape.read(text)
    if isinstance(hall, tuple):
        return Examined(None, hall)
    return _together(text, hall, file, run, installed)


def read_hall(file: Path) -> Hall:
    """The hall alone, without its catalogue. Raises the first `ConfigError`."""
    hall = shape.read(shape.parse(str(file), contents(file, missing="check the path")))
    if isinstance(hall, tuple):
        raise hall[0]
    return hall


def _together(
    text: shape.HallText, hall: Hall, file: Path, run: Path | None, installed: Installed | None
) -> Examined:
    items, misread, cleaned, known_as = _catalogue(text, hall, file.parent)
    problems = check(hall, None if misread else items, installed)
    if any(p.path[0] == "departments" and not p.warning for p in problems):
        misread = ()  # rows of departments that are to be mended first: they would only follow
    if any(p.path == ("catalogue", "file") for p in problems):
        misread = ()  # that no such file is there would only follow
    errors = [text.error(p.path, p.problem, p.remedy) for p in problems if not p.warning]
    warnings = [text.error(p.path, p.problem, p.remedy) for p in problems if p.warning]
    warnings.extend((*shape.left_out(text), *shape.rare(text), *cleaned))
    errors.extend(misread)
    form, unformed = load_form(hall.slip, file.parent)
    errors.extend(unformed)
    common = common_of(hall, file.parent, items)
    if misread:
        common = CommonRead()  # rows that name what was misread would follow
    hung = _notices(hall, file.parent)
    damaged = (*common.errors, *hung.errors)
    warnings.extend(each.warning(str(file.parent / hall.catalogue.common)) for each in common.gone)
    place = (run or _run(hall)).absolute()
    read = (items, common.words, form, hung.notices, damaged, known_as)
    settings = Settings(hall, file.absolute(), place, *read)
    if errors:
        bare = replace(settings, items=()) if errors == list(misread) else None
        return Examined(None, (*errors, *damaged), tuple(warnings), bare)
    return Examined(settings, damaged, tuple(warnings))


def _catalogue(text: shape.HallText, hall: Hall, folder: Path) -> catalogue.ItemsRead:
    try:
        return items_of(hall, folder)
    except ConfigError as error:
        if error.place != "the whole file":
            return catalogue.ItemsRead((), (error,))
        where = f"{folder / hall.catalogue.file}: {error.problem}"
        said = text.error(("catalogue", "file"), where, error.remedy)
        return catalogue.ItemsRead((), (said,))


def _notices(hall: Hall, folder: Path) -> NoticesRead:
    named = hall.notices.file
    return load_notices(folder / named) if named else NoticesRead()


def _run(hall: Hall) -> Path:
    named = os.environ.get("HALL_RUN")
    return Path(named) if named else Path("var") / hall.hall.id
