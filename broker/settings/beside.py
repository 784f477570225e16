"""What lies beside a hall.toml and is read by one role alone, judged all at once: appointments by
the ledger; cases, pictures and films by kiosks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from broker.domain.errors import ConfigError
from broker.settings import Settings
from broker.settings.appointments import load_appointments, shut_out
from broker.settings.attract import film_errors, load_attract
from broker.settings.cases import doubtful, load_cases
from broker.settings.picture_files import picture_errors
from broker.settings.table_end import uncounted

SAMPLES = "samples"  # pictures of materials


class Beside(NamedTuple):
    """What is wrong, and what is worth a look; neither stops a hall."""

    errors: tuple[ConfigError, ...] = ()
    doubts: tuple[ConfigError, ...] = ()


def judge_beside(settings: Settings) -> Beside:
    """Read all of it. Raises nothing."""
    parts = (_appointments(settings), _cases(settings), _pictures(settings))
    errors, doubts = zip(*parts, strict=True)
    return Beside(sum(errors, ()), sum(doubts, ()))


def _appointments(settings: Settings) -> Beside:
    hall = settings.hall
    if not hall.appointments.file:
        return Beside()
    file = settings.file.parent / hall.appointments.file
    read = load_appointments(file, hall, settings.queues_of_item())
    open_ended = () if hall.appointments.counted else (uncounted(str(file), "appointments"),)
    return Beside(read.errors, (*shut_out(file, read, hall), *open_ended))


def _cases(settings: Settings) -> Beside:
    hall = settings.hall
    if not hall.cases.file:
        return Beside()
    file = settings.file.parent / hall.cases.file
    read = load_cases(file, hall.cases)
    open_ended = () if hall.cases.counted else (uncounted(str(file), "cases"),)
    return Beside(read.errors, (*doubtful(file, read, hall, settings.items), *open_ended))


def _pictures(settings: Settings) -> Beside:
    folder, rules = settings.file.parent, settings.hall.attract
    films = film_errors((("film", rules.film), ("sign_film", rules.sign_film)), folder)
    samples = picture_errors(sorted(_files(folder / SAMPLES)))
    if not rules.folder:
        return Beside((*films, *samples))
    shown = load_attract(folder / rules.folder)
    return Beside((*shown.errors, *picture_errors(shown.pictures), *films, *samples))


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.glob("*.*") if each.is_file() and each.suffix != ".py")
