"""Requests that must reach the ledger whatever happens: kept on disk until they are answered.

A person who was told "recorded" must find it recorded. So a punch or a rating is here, safe from
a power cut, before the device acknowledges it; it leaves when the *ledger* has answered (the
broker's own acknowledgement proves nothing), and the ledger's idempotency makes "sent again"
harmless. Sent one after another, in order.

How this works, and why it cannot lose. What was put is on disk before anybody is told or asked of
it; how, is told in `kept_requests`. One entry is asked at a time, the oldest; `_asking` holds it,
and only its answer, or the bus saying that there was none, lets the next one go. Four things move
it on: the start, a commit, an answer, the broker coming back. An entry is let go only after an
answer to that very id, granted or refused: a refusal is final, for the ledger decides the same
thing the same way every time. (All but one: while its clock cannot be, it refuses everything, and
what was promised waits until the clock is right. And what it cannot read is put aside on disk, and
staff are told: `put_aside`.) A crash at any point leaves the entry there, and it is asked again
with its old id, to which the ledger gives its old answer. So an entry is asked at least once by us
and recorded at most once by the ledger.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from broker.bus.base import Bus, Connection, Unanswered
from broker.domain.errors import StoreKnown
from broker.domain.ground import OUTLIVED
from broker.domain.refusals import No
from broker.domain.requests import Answer, AnyRequest, Refused
from broker.service.committer import Committer, InLine
from broker.service.kept_requests import Kept, KeptRequests
from broker.service.runner import Runner

log = logging.getLogger(__name__)

_PAUSE = 10.0  # seconds until a ledger is asked again whose clock cannot be

Answered = Callable[[AnyRequest, Answer], None]


def nobody(_request: AnyRequest, _answer: Answer) -> None:
    """The default listener."""


def unheard(_refusal: StoreKnown | None) -> None:
    """The default listener to the disk."""


def nothing() -> None:
    """The default listener to what is put aside."""


def unmended(error: StoreKnown) -> None:
    """What becomes of a damaged file where nobody puts it aside."""
    raise error


class Outbox:
    """The outbox of one process, in a file of its own. Used on the loop's thread only.

    `answered` hears every answer with what was asked, entries of an earlier life included: whoever
    was told "recorded" yesterday must not be refused in silence today. `disk` hears what refuses
    the file, or does not answer, and None once it is taken again; `damaged` puts a damaged one
    aside, or raises. `committer` waits for the disk. `aside` hears when something was put aside
    that the ledger cannot read.
    """

    def __init__(
        self,
        file: Path,
        bus: Bus,
        runner: Runner,
        answered: Answered = nobody,
        disk: Callable[[StoreKnown | None], None] = unheard,
        damaged: Callable[[StoreKnown], None] = unmended,
        committer: Committer | None = None,
        aside: Callable[[], None] = nothing,
    ) -> None:
        self._bus = bus
        self._tell = answered
        self._asking: AnyRequest | None = None
        self._again_at: float | None = None
        self._clock = runner.clock
        self._requests = KeptRequests(
            file, runner, committer or InLine(), disk, damaged, self._go_on, aside
        )
        bus.on_connection(self._connection)
        runner.add(self)
        runner.post(lambda _event: self._go_on(), None)

    def put(self, request: AnyRequest, kept: Kept) -> None:
        """Keep `request` until the ledger has answered it. `kept` hears on the loop, later and in
        the order of putting: None once it is on disk, or why the disk does not take it; then
        nothing may be acknowledged."""
        self._requests.put(request, kept)

    def kept(self) -> list[AnyRequest]:
        """What an earlier life left and has no answer yet, the oldest first, as far as it can be
        read. Nothing while the file cannot be opened; nothing can be put then either."""
        return self._requests.left()

    def __len__(self) -> int:
        """How many are on the disk."""
        return len(self._requests)

    def close(self) -> None:
        """Have written what was put, and release the file. What waits stays for the next start."""
        self._again_at = None
        self._requests.close()

    def next_wakeup(self) -> float | None:
        """When to ask a ledger again whose clock could not be."""
        return self._again_at

    def tick(self, now: float) -> None:
        """Ask again."""
        if self._again_at is not None and now >= self._again_at:
            self._again_at = None
            self._go_on()

    def _go_on(self) -> None:
        """Ask the oldest that has no answer, unless one is asked already."""
        if self._asking is not None or self._again_at is not None:
            return
        self._asking = self._requests.oldest()
        if self._asking is not None:
            self._bus.ask(self._asking, self._hear)

    def _hear(self, answer: Answer | Unanswered) -> None:
        asked, self._asking = self._asking, None
        if isinstance(answer, Unanswered) or asked is None:
            self._go_on()
            return
        if answer.at >= OUTLIVED:
            self._again_at = self._clock() + _PAUSE
            return
        if isinstance(answer, Refused):
            log.warning("the ledger refused what was kept for it: %s (%s)", answer.en, asked.id)
        if isinstance(answer, Refused) and answer.code == No.UNREADABLE:
            self._requests.put_aside(asked.id)
        else:
            self._requests.let_go(answer.request)
        self._go_on()
        self._tell(asked, answer)

    def _connection(self, connection: Connection) -> None:
        if connection.up:
            self._go_on()
