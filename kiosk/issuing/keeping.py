"""What a screen keeps on disk of the numbers it gives: the journal, and the outbox.

How it works, and why nobody is left without. A transaction goes on only when it is noted (`note`
says so): on a full disk nobody is asked for a number, and one that was given is void before anybody
has seen it. What became of a number that somebody may hold is *settled* through the outbox; where
that takes nothing, the request waits here, and its transaction stays in the journal, so that a
restart still activates it. Every two seconds the disk is tried, with more than one note needs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from broker.domain.errors import DiskRefuses, StoreKnown
from broker.domain.ids import RequestId
from broker.domain.tickets.requests import ActivateTicket, VoidTicket
from broker.service.room import find_room
from kiosk.issuing.events import Open
from kiosk.issuing.journal import Journal
from kiosk.issuing.open_tickets import settling

_TRY = 2.0  # seconds
_ROOM = 1 << 18  # bytes

Disk = Callable[[Path, StoreKnown | None], None]


class Box(Protocol):
    """The outbox, as far as a screen knows it."""

    def put(self, request: ActivateTicket | VoidTicket) -> None:
        """Keep until the ledger has answered; on disk when it returns. Raises `StoreKnown`."""


class Keeping:
    """Journal and outbox of one screen, a part of its loop. `disk` hears whether the journal can
    be written; an outbox says so itself."""

    def __init__(
        self, journal: Journal, outbox: Box, disk: Disk, clock: Callable[[], float]
    ) -> None:
        self._journal = journal
        self._outbox = outbox
        self._disk = disk
        self._clock = clock
        self._opens = journal.read()
        self.left = self._opens
        self._unsettled: dict[RequestId, ActivateTicket | VoidTicket] = {}
        self._unsettled_opens: dict[RequestId, Open] = {}
        self._try_at: float | None = None

    def note(self, opens: tuple[Open, ...]) -> bool:
        """Whether all that is open is on disk now."""
        self._opens = opens
        return self._write()

    def settle(self, request: ActivateTicket | VoidTicket) -> None:
        """Tell the ledger what became of a number, through any failure."""
        if not self._put(request):
            ours = (each for each in self._opens if settling(each.request.id) == request.id)
            self._unsettled[request.id] = request
            self._unsettled_opens.update((request.id, each) for each in ours)

    def next_wakeup(self) -> float | None:
        """When the disk is tried again."""
        return self._try_at

    def tick(self, now: float) -> None:
        """Try it."""
        if self._try_at is None or now < self._try_at:
            return
        self._try_at = None
        try:
            find_room(self._journal.file.parent, _ROOM)
        except OSError as error:
            self._refused(error)
            return
        for request in list(self._unsettled.values()):
            if not self._put(request):
                return
            del self._unsettled[request.id]
            self._unsettled_opens.pop(request.id, None)
        if self._write():
            self._disk(self._journal.file, None)

    def _put(self, request: ActivateTicket | VoidTicket) -> bool:
        try:
            self._outbox.put(request)
        except StoreKnown:
            self._try_at = self._clock() + _TRY
            return False
        return True

    def _write(self) -> bool:
        opens = {each.request.id: each for each in (*self._unsettled_opens.values(), *self._opens)}
        try:
            self._journal.write(tuple(opens.values()))
        except OSError as error:
            self._refused(error)
            return False
        return True

    def _refused(self, error: OSError) -> None:
        self._try_at = self._clock() + _TRY
        file = self._journal.file
        words = f"{file}: the journal cannot be written ({error.strerror}); free the disk"
        self._disk(file, DiskRefuses(words))
