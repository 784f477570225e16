"""The items of a hall and the words that lead to them, from the files beside its hall.toml: at a
start, and anew while it runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from broker.domain.catalogue import Item
from broker.domain.checking.serving import reached
from broker.domain.common_words import CommonWord
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.settings import catalogue_file
from broker.settings import items as catalogue
from broker.settings.common_words import CommonRead, load_common
from broker.settings.files import Fingerprint, Stamp, contents, stamp

_CHUNK = 1 << 20
Stamps = tuple[Stamp | None, Stamp | None]  # of the items, of the words


class ItemsOf(NamedTuple):
    """What runs: the items, which file they are from, and the words that lead to them."""

    catalogue: str
    items: tuple[Item, ...]
    common: tuple[CommonWord, ...] = ()


class ItemsAnew(NamedTuple):
    """What lies in the files now. With `trouble` the catalogue cannot be used, and `items` is what
    was known before; `damaged`: a row of the words is wrong, and left out, or none can be read."""

    now: ItemsOf
    damaged: bool = False
    trouble: str = ""


def items_of(hall: Hall, folder: Path) -> catalogue.ItemsRead:
    """The hall's catalogue. Raises `ConfigError` where it cannot be read at all."""
    file = folder / hall.catalogue.file
    if file.suffix == catalogue_file.SUFFIX:
        return catalogue_file.read(file, hall)
    return catalogue.read(str(file), contents(file, missing="check the path"), hall)


def common_of(hall: Hall, folder: Path, items: tuple[Item, ...]) -> CommonRead:
    """The hall's common words; none where it has no table."""
    named = hall.catalogue.common
    return load_common(folder / named, hall, items) if named else CommonRead()


def stamps(hall: Hall, folder: Path) -> Stamps:
    """What changes when one of the files does. Asks the disk."""
    common = hall.catalogue.common
    return stamp(folder / hall.catalogue.file), stamp(folder / common if common else None)


def read_anew(hall: Hall, folder: Path, known: ItemsOf) -> ItemsAnew:
    """What lies there now, judged against the hall that runs. Waits for the disk; raises nothing.
    A file that is `known` is not taken apart again."""
    now, trouble = known, ""
    try:
        if _fingerprint(folder / hall.catalogue.file) != known.catalogue:
            found = items_of(hall, folder)
            wrong = [str(each) for each in found.errors]
            wrong += [each.problem for each in reached(hall, found.items) if not each.warning]
            trouble = wrong[0] if wrong else ""
            now = known if wrong else ItemsOf(found.catalogue, found.items)
    except ConfigError as error:
        trouble = str(error)
    common = common_of(hall, folder, now.items)
    words = common.words
    if common.errors and not words and now.catalogue == known.catalogue:
        words = known.common  # none of the table can be read: what is known goes on
    return ItemsAnew(now._replace(common=words), bool(common.errors), trouble)


def _fingerprint(file: Path) -> str:
    """Of a file that may be read; "" of what is none, which is then told by whoever reads it."""
    seen = Fingerprint()
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError):
        return ""
    try:
        size = min(os.fstat(descriptor).st_size, catalogue_file.LARGEST)
        while size > 0 and (piece := os.read(descriptor, min(size, _CHUNK))):
            seen.feed(piece)
            size -= len(piece)
    except OSError:  # a folder, say
        return ""
    finally:
        os.close(descriptor)
    return str(seen)
