"""The conversation with all cards on one wire.

How this works. The line belongs to one frame at a time. When it has left, its card has a short
*turn* in which nobody else speaks; after that the line is free for what people look at, pictures
and light. What can wait, questions, falls into no answer: behind a picture it waits until that is
repeated or heard, behind another question as long as its card is known to need. So a sign that is
dead costs its living neighbours one turn, however patiently it is waited for, and dead ones that
are asked together cost a turn each. Who goes next stands in `broker/service/turns.py`; of cards
that have been silent as long, pictures and light go before questions, and of those the newest, for
that is the call.

Waiting for an answer and keeping the line are two things: each card has its own job under way and
its own list of answers that it owes (`owed`). A card that was asked twice and answered once owes
one still; it is asked a question behind, whose answer names its command and ends the counting.

Nothing is lost or ended twice: a job is in its card's `_waiting`, or is its `current`, or is over.
It leaves `current` by an answer that was counted for one of its own frames, by the end of its
patience, or because a newer one about the same thing waits; each but the last word of a question
of our own is one `Done` or `Failed`. `next_wakeup` names the earliest of these times.
"""

from __future__ import annotations

import itertools

from broker.domain.errors import DeviceError, DeviceNoAnswer, DeviceRefused
from broker.service.owed import Sent, Settled
from broker.service.session import Action, Done, Failed, Write
from broker.service.turns import whose
from queue_display.models.onbon import spec
from queue_display.models.onbon.codec import encode
from queue_display.models.onbon.correspondent import Correspondent, Job, Urgency, subject
from queue_display.models.onbon.orders import Nack, Order, Other, QueryStatus, Reply
from queue_display.models.onbon.owed import answered, named, receipts
from queue_display.models.onbon.patience import Patience


class CardRefused(DeviceRefused):
    """The card said no; `code` is its `CardError`."""

    def __init__(self, code: int) -> None:
        known = code in set(spec.CardError)
        name = spec.CardError(code).name.lower().replace("_", " ") if known else "unknown"
        super().__init__(f"the card refused: error {code}, {name}")
        self.code = code


class CardSession:
    """Orders in, frames out, and how each order ended."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._cards: dict[int, Correspondent] = {}
        self._places = itertools.count(1)
        self._turn: Sent[Job] | None = None  # the frame whose answer the line is kept free for
        self._free_at = dict.fromkeys(Urgency, 0.0)

    def submit(self, order: Order, now: float) -> list[Action]:
        """Ask for `order`. `ValueError` where it cannot be put into bytes."""
        encode(order)  # here the caller hears of a mistake, later it would hit somebody else
        self._card(order.address).take(Job(order, next(self._places)))
        return self._advance(now)

    def receive(self, reply: Reply, now: float) -> list[Action]:
        """A card said something now."""
        return self.heard(reply, now, now)

    def heard(self, reply: Reply, at: float, now: float) -> list[Action]:
        """A card said something, and was read `at` that moment."""
        card = self._speaker(reply)
        if card is None:
            return []
        card.owed.pass_by(at)
        settled = answered(card.owed, reply)
        card.heard(settled.frame, at)
        self._count_twice(card, settled, reply)
        if settled.frame is not None and settled.frame is self._turn:
            self._free(now + self._patience.rest)
        ended = self._settled(card, settled, reply, now)
        self._ask_what_is_owed(card)
        return [*ended, *self._advance(now)]

    def tick(self, now: float) -> list[Action]:
        """Repeat, give up, and let the next one speak."""
        return self._advance(now)

    def next_wakeup(self) -> float | None:
        """When `tick` is next worth calling."""
        wakeups = [card.next_wakeup(self._free_at) for card in self._cards.values()]
        return min((at for at in wakeups if at is not None), default=None)

    def _card(self, address: int) -> Correspondent:
        return self._cards.setdefault(address, Correspondent(address, self._patience))

    def _speaker(self, reply: Reply) -> Correspondent | None:
        """Whoever was asked for any card hears any card."""
        own, anybody = self._cards.get(reply.address), self._cards.get(spec.ANY)
        if anybody is not None and (own is None or own.current is None):
            return anybody
        return own

    def _advance(self, now: float) -> list[Action]:
        """End what was silent too long, then send what may go."""
        actions: list[Action] = []
        for card in self._cards.values():
            card.owed.pass_by(now)
            job = card.silent(now)
            if job is not None and not job.own:
                silence = DeviceNoAnswer(f"no answer after {job.tries} tries")
                actions.append(Failed(job.order, silence))
        while (turn := self._next(now)) is not None:
            actions += self._send(*turn, now)
        return actions

    def _next(self, now: float) -> tuple[Correspondent, Job] | None:
        able = [
            (card, job)
            for card in self._cards.values()
            if (job := card.next_job(now)) is not None and now >= self._free_at[job.urgency]
        ]
        return whose(able, lambda _card, job: job.rank)

    def _send(self, card: Correspondent, job: Job, now: float) -> list[Action]:
        data = encode(job.order)
        if not job.order.expects_reply:
            card.unanswered(job)
            self._free(now + self._patience.gap)
            return [Write(data), Done(job.order, None)]
        if card.current is not job:
            card.preempt()
        left_at = now + self._patience.on_wire(len(data))
        self._turn = card.sent(job, left_at)
        self._free_at = dict.fromkeys(Urgency, job.turn_until)
        self._free_at[Urgency.REST] = job.quiet_until
        return [Write(data)]

    def _free(self, at: float) -> None:
        self._turn = None
        self._free_at = dict.fromkeys(Urgency, at)

    def _settled(
        self, card: Correspondent, settled: Settled[Job], reply: Reply, now: float
    ) -> list[Action]:
        """What the answer ends: the card's job, where the frame was one of its own."""
        job, frame = card.current, settled.frame
        if job is None or frame is None or frame.job is not job:
            return []
        card.current = None
        error = refusal(reply)
        after = self._again_after(job, error) if not card.outdated(job) else None
        if after is not None:
            card.again_later(job, now + after)
            return []
        if job.own:
            return []
        return [Done(job.order, reply) if error is None else Failed(job.order, error)]

    def _again_after(self, job: Job, error: DeviceError | None) -> float | None:
        """Seconds after which a refusal that passes by itself is worth another question."""
        if not isinstance(error, CardRefused) or job.own:
            return None
        job.refusals += 1
        match error.code:
            case spec.CardError.BUSY if job.refusals <= self._patience.busy_times:
                return self._patience.busy_after
            case spec.CardError.CRC16 if job.refusals <= self._patience.broken_times:
                return self._patience.broken_after
            case _:
                return None

    def _count_twice(self, card: Correspondent, settled: Settled[Job], reply: Reply) -> None:
        """An answer that nobody owed: this card's answers come twice, so each is owed twice from
        now on, until a question shows that they do not."""
        frame = settled.frame
        if named(reply) is not None:
            card.doubles = card.doubles and all(each.job is not None for each in settled.lost)
        elif frame is None:
            card.doubles = True
        elif card.doubles and frame.job is not None:
            card.owed.twice(frame)

    def _ask_what_is_owed(self, card: Correspondent) -> None:
        """The card owes answers of frames that are over: a question ends the counting."""
        question = Order(card.address, QueryStatus())
        over = receipts(card.owed) - (card.owed.of(card.current) if card.current else 0)
        if over > 0 and not card.has(subject(question)) and card.address != spec.ANY:
            card.take(Job(question, next(self._places), own=True))


def refusal(reply: Reply) -> CardRefused | None:
    """Why the card did not do it, None where it did."""
    match reply:
        case Nack(_, code):
            return CardRefused(code)
        case Other(_, _, error) if error:
            return CardRefused(error)
        case _:
            return None
