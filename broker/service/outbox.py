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
when it is opened: a damaged one is never forgotten in silence. While the disk refuses, nothing is
taken and nobody is told "recorded"; every few seconds it is tried, with more than one entry needs.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from broker.bus.base import Bus, Connection, Unanswered
from broker.domain.errors import DiskRefuses, StoreKnown, WireError
from broker.domain.ground import OUTLIVED
from broker.domain.requests import Answer, AnyRequest, Refused
from broker.service.outbox_file import open_file
from broker.service.room import find_room
from broker.service.runner import Runner
from broker.wire import codec

log = logging.getLogger(__name__)

_PAUSE = 10.0  # seconds until a ledger is asked again whose clock cannot be

_TRY = 2.0  # seconds between two tries of a disk that refuses
_ROOM = 1 << 18  # bytes it must have before it is believed again

Answered = Callable[[AnyRequest, Answer], None]


def nobody(_request: AnyRequest, _answer: Answer) -> None:
    """The default listener."""


def unheard(_refusal: StoreKnown | None) -> None:
    """The default listener to the disk."""


def unmended(error: StoreKnown) -> None:
    """What becomes of a damaged file where nobody puts it aside."""
    raise error


class Outbox:
    """The outbox of one process, in a file of its own. Used on the loop's thread only.

    `answered` hears every answer with what was asked, entries of an earlier life included: whoever
    was told "recorded" yesterday must not be refused in silence today. `disk` hears what refuses
    the file, and None once it is taken again; `damaged` puts a damaged one aside, or raises.
    """

    def __init__(
        self,
        file: Path,
        bus: Bus,
        runner: Runner,
        answered: Answered = nobody,
        disk: Callable[[StoreKnown | None], None] = unheard,
        damaged: Callable[[StoreKnown], None] = unmended,
    ) -> None:
        self._file = file
        self._disk = disk
        self._damaged = damaged
        self._bus = bus
        self._tell = answered
        self._asking: AnyRequest | None = None
        self._answered: set[str] = set()  # answered, and the disk has not let go of them yet
        self._unreadable: set[str] = set()  # stays on disk, for a version that can read it
        self._again_at: float | None = None
        self._try_at: float | None = None
        self._refusal = DiskRefuses(f"{file}: not opened yet")
        self._clock = runner.clock
        self._db: sqlite3.Connection | None = None
        self._left: list[AnyRequest] = []
        self._take_up()
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
            raise self._refused("cannot be written", error) from error
        self._go_on(None)

    def kept(self) -> list[AnyRequest]:
        """What an earlier life left and has no answer yet, the oldest first, as far as it can be
        read. Nothing while the file cannot be opened; nothing can be put then either."""
        return list(self._left)

    def __len__(self) -> int:
        count: int = self._store.execute("SELECT count(*) FROM waiting").fetchone()[0]
        return count

    def close(self) -> None:
        """Release the file. What waits stays for the next start."""
        self._again_at = self._try_at = None
        if self._db is not None:
            self._db.close()

    def next_wakeup(self) -> float | None:
        """When to ask a ledger again whose clock could not be, or try a disk that refused."""
        waits = (self._again_at, self._try_at)
        return min((at for at in waits if at is not None), default=None)

    def tick(self, now: float) -> None:
        """Ask and try again."""
        if self._try_at is not None and now >= self._try_at:
            self._try_at = None
            self._try()
        if self._again_at is not None and now >= self._again_at:
            self._again_at = None
            self._go_on(None)

    @property
    def _store(self) -> sqlite3.Connection:
        """The open file. Raises `DiskRefuses` while there is none."""
        if self._db is None:
            raise self._refusal
        return self._db

    def _refused(self, what: str, error: Exception) -> DiskRefuses:
        """Remember and tell that the disk refuses; the sentence to raise where somebody waits."""
        self._refusal = DiskRefuses(f"{self._file}: {what} ({error}); free the disk")
        self._wait()
        return self._refusal

    def _wait(self) -> None:
        self._try_at = self._clock() + _TRY
        self._disk(self._refusal)

    def _take_up(self) -> bool:
        """Open the file and read what an earlier life left; or wait for a disk that refuses."""
        try:
            self._db = self._open_or_mend()
        except DiskRefuses as error:
            self._refusal = error
            self._wait()
            return False
        for (body,) in self._db.execute("SELECT body FROM waiting ORDER BY place"):
            with contextlib.suppress(WireError):
                self._left.append(codec.decode_request(body))
        return True

    def _try(self) -> None:
        """See whether the disk takes something again, and more than a little."""
        if self._db is None and not self._take_up():
            return
        try:
            find_room(self._file.parent, _ROOM)
            self._store.execute("PRAGMA user_version=0")  # a commit that changes nothing
        except (sqlite3.Error, OSError) as error:
            self._refused("cannot be written", error)
            return
        self._disk(None)
        self._go_on(None)

    def _open_or_mend(self) -> sqlite3.Connection:
        try:
            return open_file(self._file)
        except DiskRefuses:
            raise
        except StoreKnown as error:
            self._damaged(error)
            return open_file(self._file)

    def _go_on(self, _event: object) -> None:
        try:
            self._ask_next()
        except sqlite3.Error as error:
            self._refused("cannot be read", error)

    def _ask_next(self) -> None:
        if self._db is None:
            return
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
        self._left = [each for each in self._left if each.id != identity]
        gone = [(each,) for each in self._answered]
        try:
            with self._store:
                self._store.executemany("DELETE FROM waiting WHERE id = ?", gone)
        except sqlite3.Error as error:
            log.error("%s: cannot be written (%s); free the disk", self._file, error)  # noqa: TRY400  # known; a trace says no more
            self._refused("cannot be written", error)
        else:
            self._answered.clear()

    def _connection(self, connection: Connection) -> None:
        if connection.up:
            self._go_on(None)
