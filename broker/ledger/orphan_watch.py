"""Tells staff of what a screen kept for the ledger, and nobody sends: hall.toml lost the screen.

A screen that is renamed begins with files of its new name. In those of its old name a number may
wait that somebody holds, or a punch that somebody made, and no program opens them again. The ledger
looks into its own run folder, and changes nothing there: whoever gives the screen its old name
back for one start has all of it sent.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.floor import Floor
from broker.domain.hall import Hall
from broker.ledger.lookout import Lookout
from broker.service.life import Service

_ORPHANED = Sentences(
    "hall.toml 里已没有屏幕 {screens}，它还有内容没告诉台账：{what}。把原名写回 hall.toml"
    " 再启动一次就会补发；号码的持有人如还在，请到导办台另取号",
    "hall.toml no longer has the screen {screens}, and the ledger has not been told of: {what}."
    " Write its old name into hall.toml for one start, and it is sent; whoever holds such a number"
    " gets a new one at the guide desk",
)
_OUTBOX, _JOURNAL = "-outbox.db", "-journal.json"
_NAMED = 5  # in one sentence
_EVERY = 60.0  # seconds between two looks

Entry = dict[str, object]  # as far as staff need to know it


def watch_orphans(service: Service, floor: Callable[[], Floor]) -> Lookout:
    """Looks into the run folder."""
    run, hall = service.settings.run, service.settings.hall
    code = AlertCode.OUTBOX
    return Lookout(service, (code,), lambda: {code: orphaned(run, hall, floor())}, _EVERY)


def orphaned(run: Path, hall: Hall, floor: Floor) -> Sentences | None:
    """What staff are to be told; None where every file has its screen, or is empty."""
    known = {each.id for each in hall.kiosks}
    known |= {each.id for each in hall.guide_desks} | {each.id for each in hall.clock_ins}
    left: dict[str, list[str]] = {}
    for tail, read in ((_OUTBOX, _waiting), (_JOURNAL, _open)):
        for file in sorted(run.glob(f"*{tail}")):
            screen = file.name.removesuffix(tail)
            if screen not in known and (names := [_named(each, floor) for each in read(file)]):
                left.setdefault(screen, []).extend(names)
    if not left:
        return None
    names = list(dict.fromkeys(name for each in left.values() for name in each))
    named = "、".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
    return _ORPHANED.filled(screens="、".join(left), what=named)


def _waiting(file: Path) -> Iterator[Entry]:
    """What an outbox holds; of one that cannot be read, that it is there."""
    try:
        with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as db:
            bodies = [body for (body,) in db.execute("SELECT body FROM waiting ORDER BY place")]
    except sqlite3.Error:
        yield {"number": file.name}
        return
    for body in bodies:
        yield _entry(body, file)


def _open(file: Path) -> Iterator[Entry]:
    """The numbers in a journal that somebody may hold."""
    try:
        opens = json.loads(file.read_bytes())
        yield from (each["given"] for each in opens if each.get("given"))
    except (OSError, ValueError, TypeError, AttributeError):
        yield {"number": file.name}


def _entry(body: bytes, file: Path) -> Entry:
    try:
        read = json.loads(body)
    except ValueError:
        read = None
    return read if isinstance(read, dict) else {"number": file.name}


def _named(entry: Entry, floor: Floor) -> str:
    """By its number, whose it is, or what it is."""
    ticket = next((t for t in floor.tickets.values() if t.id == entry.get("ticket")), None)
    number = ticket.number if ticket else ""
    names = (entry.get("number"), number, entry.get("staff"), entry.get("type"))
    return str(next((each for each in names if each), "?"))
