"""Requests that must reach the ledger whatever happens: kept on disk until they are answered.

A person who was told "recorded" must find it recorded. So a punch or a rating is here, safe from
a power cut, before the device acknowledges it; it leaves when the *ledger* has answered (the
broker's own acknowledgement proves nothing), and the ledger's idempotency makes "sent again"
harmless. Sent one after another, in order.

How this works, and why it cannot lose. `put` returns after a commit with `synchronous=FULL`: from
then on the entry is on the disk, and the caller may acknowledge. One entry is asked at a time, the
oldest; `_asking` holds it, and only its answer, or the bus saying that there was none, lets
the next one go. Four things move it on: the start, a `put`, an answer, the broker coming back. An
entry is deleted only after an answer to that very id, granted or refused: a refusal is final, for
the ledger decides the same thing the same way every time. (All but one: while its clock cannot be,
it refuses everything, and what was promised waits until the clock is right.) A crash at any point
leaves the entry there, and it is asked again with its old id, to which the ledger gives its old
answer. So an entry is asked at least once by us and recorded at most once by the ledger.

What cannot be deleted (a full disk) is remembered as answered and passed over, or it would block
the others behind it; the next start asks it once more, in vain. What cannot be read (written by a
newer version) is passed over too and stays for whoever can read it. The file itself is checked
when it is opened: a damaged one stops the service with a sentence rather than forget what it held.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from broker.bus.base import Bus, Connection, Unanswered
from broker.domain.errors import StoreKnown, WireError
from broker.domain.ground import OUTLIVED
from broker.domain.requests import Answer, AnyRequest, Refused
from broker.service.runner import Runner
from broker.wire import codec

log = logging.getLogger(__name__)

_PAUSE = 10.0  # seconds until a ledger is asked again whose clock cannot be

Answered = Callable[[AnyRequest, Answer], None]


def nobody(_request: AnyRequest, _answer: Answer) -> None:
    """The default listener."""


def is_damage(cause: BaseException | None) -> bool:
    """And not a full disk, a lock, or a directory of somebody else."""
    return isinstance(cause, sqlite3.DatabaseError) and not isinstance(
        cause, sqlite3.OperationalError
    )


def _prepare(store: sqlite3.Connection) -> None:
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute(
        "CREATE TABLE IF NOT EXISTS waiting"
        " (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, body BLOB NOT NULL)"
    )
    verdict: str = store.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(" ".join(verdict.split()))


def _trouble(error: sqlite3.Error | OSError) -> str:
    """Only a damaged file is to be moved away: what is in it waits for the ledger."""
    if is_damage(error):
        return (
            f"this outbox cannot be read ({error}); keep the file for the developers, move it"
            " away and start again"
        )
    return (
        f"this outbox cannot be opened now ({error}); free the disk, or check whose directory"
        " it is, and leave the file where it is"
    )


class Outbox:
    """The outbox of one process, in a file of its own. Used on the loop's thread only.

    `answered` hears every answer with what was asked, entries of an earlier life included: whoever
    was told "recorded" yesterday must not be refused in silence today.
    """

    def __init__(self, file: Path, bus: Bus, runner: Runner, answered: Answered = nobody) -> None:
        self._file = file
        self._bus = bus
        self._tell = answered
        self._asking: AnyRequest | None = None
        self._answered: set[str] = set()  # answered, and the disk has not let go of them yet
        self._unreadable: set[str] = set()  # stays on disk, for a version that can read it
        self._again_at: float | None = None
        self._clock = runner.clock
        self._store = self._open()
        bus.on_connection(self._connection)
        runner.add(self)
        runner.post(self._go_on, None)

    def put(self, request: AnyRequest) -> None:
        """Keep `request` until the ledger has answered it; on disk when this returns.

        Raises `StoreKnown` when the disk does not take it: then nothing may be acknowledged.
        """
        try:
            with self._store:
                self._store.execute(
                    "INSERT OR IGNORE INTO waiting (id, body) VALUES (?, ?)",
                    (request.id, codec.encode_request(request)),
                )
        except sqlite3.Error as error:
            raise StoreKnown(f"{self._file}: cannot be written ({error}); free the disk") from error
        self._go_on(None)

    def kept(self) -> list[AnyRequest]:
        """What waits for its answer, the oldest first, as far as it can be read."""
        rows = self._store.execute("SELECT body FROM waiting ORDER BY place")
        requests = []
        for (body,) in rows:
            with contextlib.suppress(WireError):
                requests.append(codec.decode_request(body))
        return requests

    def __len__(self) -> int:
        count: int = self._store.execute("SELECT count(*) FROM waiting").fetchone()[0]
        return count

    def close(self) -> None:
        """Release the file. What waits stays for the next start."""
        self._again_at = None
        self._store.close()

    def next_wakeup(self) -> float | None:
        """When to ask a ledger again whose clock could not be."""
        return self._again_at

    def tick(self, now: float) -> None:
        """Ask it again."""
        if self._again_at is not None and now >= self._again_at:
            self._again_at = None
            self._go_on(None)

    def _open(self) -> sqlite3.Connection:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.ExitStack() as if_in_vain:
                store = sqlite3.connect(self._file, check_same_thread=False)
                if_in_vain.callback(store.close)
                _prepare(store)
                if_in_vain.pop_all()
        except (sqlite3.Error, OSError) as error:
            raise StoreKnown(f"{self._file}: {_trouble(error)}") from error
        return store

    def _go_on(self, _event: object) -> None:
        while self._asking is None and self._again_at is None and (row := self._next()) is not None:
            self._ask(*row)

    def _ask(self, identity: str, body: bytes) -> None:
        try:
            request = codec.decode_request(body)
        except WireError as error:
            words = "%s: entry %s cannot be read and stays there: %s"
            log.warning(words, self._file, identity, error)
            self._unreadable.add(identity)
            return
        self._asking = request
        self._bus.ask(request, self._hear)

    def _hear(self, answer: Answer | Unanswered) -> None:
        asked, self._asking = self._asking, None
        if isinstance(answer, Unanswered) or asked is None:
            self._go_on(None)
            return
        if answer.at >= OUTLIVED:
            self._again_at = self._clock() + _PAUSE
            return
        if isinstance(answer, Refused):
            log.warning("the ledger refused what was kept for it: %s (%s)", answer.en, asked.id)
        self._forget(answer.request)
        self._go_on(None)
        self._tell(asked, answer)

    def _next(self) -> tuple[str, bytes] | None:
        """The oldest entry that can be asked and has no answer."""
        passed = self._answered | self._unreadable
        oldest = self._store.execute(
            "SELECT id, body FROM waiting ORDER BY place LIMIT ?", (len(passed) + 1,)
        )
        return next((row for row in oldest if row[0] not in passed), None)

    def _forget(self, identity: str) -> None:
        """Take an entry off the disk. A full disk may refuse even that: then it is not asked
        again in this life, and asked in vain in the next."""
        self._answered.add(identity)
        gone = [(each,) for each in self._answered]
        try:
            with self._store:
                self._store.executemany("DELETE FROM waiting WHERE id = ?", gone)
        except sqlite3.Error as error:
            log.error("%s: cannot be written (%s); free the disk", self._file, error)  # noqa: TRY400  # known; a trace says no more
        else:
            self._answered.clear()

    def _connection(self, connection: Connection) -> None:
        if connection.up:
            self._go_on(None)
