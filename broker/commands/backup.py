"""`hall backup`: audit the ledger, and put an audited copy of it elsewhere. For each night."""

from __future__ import annotations

import argparse
import fcntl
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.bus.papers import KEYS
from broker.certificates.authority import Authority
from broker.commands.base import Command, add_place
from broker.commands.secret_copies import keep_secrets
from broker.domain.backups import BackupRules, name_at, surplus
from broker.domain.errors import HallError, StoreKnown
from broker.ledger.auditing import business_day, findings, head_of, keep_head, kept_heads
from broker.ledger.copies import PART, copy, pack, removed
from broker.ledger.inspection import Inspection
from broker.ledger.outcomes import Outcome, Outcomes, note, recall
from broker.ledger.reading import opened
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.settings import Settings, load_without_items
from broker.terminal import complain, say

log = logging.getLogger(__name__)

_TOLD = 3  # findings of an audit in one alert


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)


def _run(arguments: argparse.Namespace) -> int:
    settings, now = load_without_items(arguments.hall, arguments.run), hall_clock().now()
    before = recall(settings.run)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: nothing is left behind
    audit = Outcome(now, _attempt(lambda: _audit(settings, now)))
    backup = Outcome(now, _attempt(lambda: _back_up(settings, now)))
    good = before.good if backup.trouble else now
    note(settings.run, Outcomes(backup, audit, good))
    for title, outcome in (("the audit found", audit), ("the backup failed", backup)):
        if outcome.trouble:
            complain(f"{title}: {outcome.trouble}")
    return 1 if audit.trouble or backup.trouble else 0


def _attempt(work: Callable[[], None]) -> str:
    """Do it; the sentence of what went wrong, or nothing. A bug of ours is such a sentence too:
    its trace stands in the journal, where nobody looks before there is an alert."""
    try:
        work()
    except HallError as error:
        return str(error)
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    except KeyboardInterrupt:
        return "it was interrupted"
    except Exception as error:
        log.exception("our own program failed")
        return f"the program itself failed ({error!r}); report it to the developers"
    return ""


def _audit(settings: Settings, now: datetime) -> None:
    """The live file, beside the ledger that writes it; then tonight's head is kept."""
    file, rules, inspection = settings.run / FILE, settings.hall.backup, Inspection()
    heads, wrong = kept_heads(Path(rules.heads)) if rules.heads else ([], [])
    with opened(file) as (db, _):
        wrong += islice(findings(db, inspection, heads), _TOLD)
    if wrong:
        raise StoreKnown("; ".join(wrong[:_TOLD]))
    last = inspection.last.hex() or "-"
    say(f"{file}: {inspection.facts} facts, the chain holds; last hash {last}")
    building = settings.hall.hall
    if rules.heads and (head := head_of(file, business_day(now, building), building)):
        keep_head(Path(rules.heads), head)


def _back_up(settings: Settings, now: datetime) -> None:
    place, rules = place_of(settings), settings.hall.backup
    local = now.astimezone(ZoneInfo(settings.hall.hall.timezone))
    target = place / name_at(local)
    with _alone(settings.run):
        _check(place, settings.run, target)
        plain = target.with_name(f"{target.stem}{PART}")
        with removed(plain, unless_whole=False):
            inspection = copy(settings.run / FILE, plain, place)
            pack(plain, target)
        say(f"{target}: {inspection.facts} facts")
        _keep_secrets(settings, place, local)
        _thin(place, local, rules)


def _keep_secrets(settings: Settings, place: Path, local: datetime) -> None:
    sealed = keep_secrets(settings, place, local)
    if sealed is not None:
        say(f"{sealed}: the keys and secrets of the hall, sealed")
    elif Authority(settings.run / KEYS, settings.hall.hall.id).is_here:
        complain(
            "the hall's keys, PINs and hall.toml are in no copy: name a file with a passphrase"
            " under [backup] in hall.toml"
        )


def place_of(settings: Settings) -> Path:
    """The folder of the copies. One that hall.toml names must be there, for it may be a disk that
    is not; a folder beside the run directory is made."""
    named = settings.hall.backup.place
    if not named:
        place = settings.run.with_name(f"{settings.run.name}-backup")
        place.mkdir(mode=0o700, exist_ok=True)
        return place
    if not Path(named).is_dir():
        raise StoreKnown(f"{named}: no such folder; is the disk there? See [backup] in hall.toml")
    return Path(named)


def _check(place: Path, run: Path, target: Path) -> None:
    """Take away what a killed backup left, and see that the place is a good one."""
    for part in place.glob(f"ledger-*{PART}*"):
        part.unlink()
    if target.exists():
        raise StoreKnown(f"{target}: is there already; it stays as it is")
    if place.stat().st_dev == run.stat().st_dev:
        complain(
            f"{place}: on the same disk as the ledger, and lost with it; name a place on another"
            " under [backup] in hall.toml"
        )


@contextmanager
def _alone(run: Path) -> Iterator[None]:
    """Two backups at once would take each other's half-made files away. The run directory is
    locked, for a folder that another machine mounts may know no locks."""
    folder = os.open(run, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StoreKnown(f"{run}: another backup is being made") from error
    finally:
        os.close(folder)


def _thin(place: Path, local: datetime, rules: BackupRules) -> None:
    for name in surplus((each.name for each in place.iterdir()), local, rules):
        (place / name).unlink()
        say(f"{place / name}: not one of those that [backup] keeps, removed")


COMMAND = Command("backup", "audit the ledger, and put an audited copy elsewhere", _add, _run)
