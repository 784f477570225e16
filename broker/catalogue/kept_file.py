"""The catalogue file, written whole and read whole: for whoever changes it or looks into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from msgspec import DecodeError
from msgspec.json import Decoder, Encoder

from broker.domain.entries import FORMAT, CatalogueEntry, CatalogueHeader, CatalogueSource
from broker.domain.errors import ConfigError
from broker.domain.guides import NOTHING_KNOWN
from broker.settings.catalogue_file import LARGEST, miscounted
from broker.settings.files import bounded

_AGAIN = "make it anew with `hall catalogue import`"
_ENTRY, _HEADER = Decoder(CatalogueEntry), Decoder(CatalogueHeader)


class KeptCatalogue(NamedTuple):
    """All of a catalogue file."""

    header: CatalogueHeader
    entries: tuple[CatalogueEntry, ...]


def as_bytes(
    entries: Sequence[CatalogueEntry], sources: Sequence[CatalogueSource], made: date
) -> bytes:
    """The whole file. The same catalogue gives the same bytes, an item a line, so that what changed
    can be seen line by line."""
    guides = sum(each.guide != NOTHING_KNOWN for each in entries)
    header = CatalogueHeader(FORMAT, made, tuple(sources), len(entries), guides)
    encoder = Encoder()
    return b"".join(encoder.encode(each) + b"\n" for each in (header, *entries))


def read(file: Path) -> KeptCatalogue:
    """What stands in it. Raises `ConfigError`; `FileNotFoundError` where there is none."""
    try:
        raw = bounded(file, LARGEST)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "make it a file you may read"
        raise ConfigError(str(file), "the whole file", reason, remedy) from error
    lines = raw.split(b"\n")
    try:
        header = _HEADER.decode(lines[0])
    except (DecodeError, UnicodeDecodeError) as error:
        raise _spoilt(file, 1) from error
    if header.catalogue != FORMAT:
        raise _spoilt(file, 1)
    entries = tuple(_entries(file, lines[1:]))
    if (problem := miscounted(header.items, len(entries))) is not None:
        raise ConfigError(str(file), "the whole file", problem, _AGAIN)
    return KeptCatalogue(header, entries)


def _entries(file: Path, lines: Sequence[bytes]) -> Iterator[CatalogueEntry]:
    for number, line in enumerate(lines, 2):
        try:
            if line:
                yield _ENTRY.decode(line)
        except (DecodeError, UnicodeDecodeError) as error:
            raise _spoilt(file, number) from error


def _spoilt(file: Path, line: int) -> ConfigError:
    return ConfigError(str(file), f"line {line}", "this is no line of a catalogue", _AGAIN)
