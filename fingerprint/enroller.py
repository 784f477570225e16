"""Enrolment at one reader, and forgetting there: from the desk's wish to the ledger's word.

How it works, and why nothing stays that must not. The reader does one thing after another. What is
to be done is not remembered but follows, each time anew, from what survives a power cut: the slots
that are open on disk (`open_slots`), the outbox, and the ledger's state of this reader. So a cut
anywhere loses nothing of it.

A slot is opened on disk before the reader is asked to enrol into it, and closed when the ledger has
kept the finger, or when the slot was read back as empty. What is open and neither being taken nor
asked of the ledger is erased. Whoever has withdrawn stands in the ledger's state of this reader
until it is proved that nothing is left: while a slot is open for them, nothing is proved; then each
of theirs is erased, the whole index is read back, and only what it says is told. A reader that is
away is asked when it comes back; one that fails at it, again after a while.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from broker.domain.enrolment.requests import KeepFinger, ProveErased
from broker.domain.enrolment.stages import EnrolmentStage
from broker.domain.errors import StoreKnown
from broker.domain.ids import NO_STAFF
from broker.service.life import Service
from broker.service.outbox import Outbox
from broker.wire.enrolment_messages import EnrolFinger
from fingerprint import enrolment
from fingerprint.due import Due
from fingerprint.enrolment import EnrolmentEvent
from fingerprint.library import Library
from fingerprint.open_slots import OpenSlots
from fingerprint.places import Places
from fingerprint.telling import DeskVoice, LedgerVoice, stage_of
from fingerprint.wishes import Wishes
from fingerprint.work import Emptying, FingerWanted, Work

log = logging.getLogger(__name__)

_AGAIN = 30.0  # seconds until an erasure that failed is tried anew


class Enroller:
    """What is done at one reader. On the loop only. `submit` asks its session."""

    def __init__(
        self,
        service: Service,
        outbox: Outbox,
        reader: str,
        places: Places,
        slots: OpenSlots,
        library: Library,
        submit: Callable[[enrolment.Order], None],
    ) -> None:
        self._clock = service.runner.clock
        self._outbox = outbox
        self._reader = reader
        self._places = places
        self._slots = slots
        self._library = library
        self._submit = submit
        self._desk = DeskVoice(service, reader)
        self._ledger = LedgerVoice(service, reader)
        self._works = False
        self._capacity = 0
        self._doing: Work | None = None
        self._wishes = Wishes(places, self._desk, self._clock)
        self._asked: dict[str, EnrolFinger] = {}  # by request: the ledger has not answered yet
        self._due = Due(reader, places, slots, outbox)
        self._look_at: float | None = None
        service.runner.add(self)

    # what the desk wants

    def wanted(self, wish: EnrolFinger) -> None:
        """The desk asks for a finger."""
        if not self._works:
            self._desk.tell(wish, EnrolmentStage.AWAY)
        elif not self._capacity:
            self._desk.tell(wish, EnrolmentStage.KEEPS_NONE)
        elif self._wishes.waits or isinstance(self._doing, FingerWanted):
            self._desk.tell(wish, EnrolmentStage.BUSY)
        elif wish.staff in self._places.erase:
            self._desk.tell(wish, EnrolmentStage.NO_CONSENT)
        else:
            self._wishes.put(wish)
            self._look()

    def stopped(self, wish: str) -> None:
        """The desk does not want that finger any more. What the ledger was told of stays."""
        doing = self._doing
        if self._wishes.is_next(wish):
            self._wishes.drop(EnrolmentStage.STOPPED)
        elif isinstance(doing, FingerWanted) and doing.wish.id == wish and not doing.stopped:
            doing.stopped = True
            self._submit(enrolment.GiveUp())

    # what the reader does

    def ready(self, capacity: int) -> None:
        """The reader works (again); it says so after each work, too."""
        was, self._works, self._capacity = self._works, True, capacity
        if not was:
            self._take_up()

    def away(self) -> None:
        """It does not. What was under way has ended, nobody knows how."""
        self._works = False
        self._library.away()
        doing, self._doing = self._doing, None
        if isinstance(doing, FingerWanted):
            self._desk.tell(doing.wish, doing.ending(EnrolmentStage.READER))
        self._wishes.drop(EnrolmentStage.AWAY)

    def reported(self, event: EnrolmentEvent) -> None:
        """The session says how far it is."""
        self._library.heard(event)
        match self._doing:
            case FingerWanted() as taking:
                self._taken(taking, event)
            case Emptying() as emptying:
                self._emptied(emptying, event)
            case None:
                log.debug("%s: %r belongs to nothing", self._reader, event)

    # what the ledger says

    def places_changed(self) -> None:
        """Whose finger is where, whose consent holds: somebody may have to be forgotten."""
        self._due.changed()
        self._library.compare()
        self._look()

    def answered(self, request: KeepFinger | ProveErased, *, refused: bool) -> None:
        """The ledger's word. What was taken and may not be kept is erased again."""
        if isinstance(request, ProveErased):
            if refused:
                self._fail((request.staff, request.slots))
            return
        self._due.keeping.pop(request.slot, None)
        wish = self._asked.pop(request.id, None)
        if not refused:
            self._slots.close(self._reader, request.slot)
        elif request.slot not in self._slots.of(self._reader):  # it was taken by an older version
            self._slots.open(self._reader, request.slot, request.staff, self._opened_late)
        if wish is not None:
            self._desk.tell(wish, EnrolmentStage.REFUSED if refused else EnrolmentStage.KEPT)
        self._look()

    def _opened_late(self, _refusal: StoreKnown | None) -> None:
        self._look()

    # what time brings

    def next_wakeup(self) -> float | None:
        waits = (self._look_at, self._wishes.until)
        return min((each for each in waits if each is not None), default=None)

    def tick(self, now: float) -> None:
        self._wishes.tick(now)
        if self._look_at is not None and now >= self._look_at:
            self._take_up()

    def _take_up(self) -> None:
        """What failed is tried anew."""
        self._look_at = None
        self._due.failed.clear()
        self._look()

    def _fail(self, key: tuple[object, ...]) -> None:
        self._due.proving.discard(key)
        self._due.failed.add(key)
        self._look_at = self._clock() + _AGAIN

    # what is to be done

    def _look(self) -> None:
        """Go on with what is due, if nothing is under way."""
        if not self._works or self._doing is not None:
            return
        if not self._capacity:
            for each in self._due.without_index():
                self._prove(each, 0)
            return
        self._doing = self._wishes.take() or self._due.first(unread=self._library.unread)
        if self._doing is not None:
            self._submit(self._doing.order)

    def _end(self) -> None:
        self._doing = None
        self._library.compare()
        self._look()

    # taking

    def _taken(self, taking: FingerWanted, event: EnrolmentEvent) -> None:
        wish = taking.wish
        match event:
            case enrolment.LibraryRead(slots, capacity):
                self._choose(taking, slots, capacity)
            case enrolment.EnrolmentGuidance(step):
                self._desk.tell(wish, EnrolmentStage(step.value))
            case enrolment.Enrolled(_, slot) if not taking.stopped:
                self._keep(wish, slot)
                self._end()
            case enrolment.Enrolled():
                self._come_to_nothing(taking, EnrolmentStage.STOPPED)
            case enrolment.Undone(obstacle, slot):
                owner = None if slot is None else self._places.owner(slot)
                stage = stage_of(obstacle, known=owner is not None)
                self._desk.tell(wish, taking.ending(stage), owner or NO_STAFF)
                self._end()
            case enrolment.Erased():
                pass

    def _choose(self, taking: FingerWanted, held: frozenset[int], capacity: int) -> None:
        if taking.stopped:
            self._come_to_nothing(taking, EnrolmentStage.STOPPED)
            return
        opened = self._slots.of(self._reader)
        lost = self._library.lost_by(taking.wish.staff)
        taking.slot = self._places.free(held | opened.keys(), capacity, lost)
        if taking.slot is None:
            self._come_to_nothing(taking, EnrolmentStage.FULL)
            return
        told = partial(self._opened, taking)
        self._slots.open(self._reader, taking.slot, taking.wish.staff, told)

    def _opened(self, taking: FingerWanted, refusal: StoreKnown | None) -> None:
        """The slot stands on disk, or the disk does not take it: then nobody would know it after a
        power cut."""
        if self._doing is not taking:
            return  # the reader went away meanwhile
        if refusal is not None:
            log.warning("%s: no slot can be opened: %s", self._reader, refusal)
            self._come_to_nothing(taking, taking.ending(EnrolmentStage.CANNOT_STORE))
        elif taking.stopped:
            self._come_to_nothing(taking, EnrolmentStage.STOPPED)
        else:
            self._submit(taking.order)

    def _come_to_nothing(self, taking: FingerWanted, stage: EnrolmentStage) -> None:
        self._desk.tell(taking.wish, stage)
        self._end()

    def _keep(self, wish: EnrolFinger, slot: int) -> None:
        request = self._ledger.keep(wish, slot)
        self._asked[request.id] = wish
        self._due.keeping[slot] = wish.staff
        self._outbox.put(request, partial(self._stored, wish, slot))

    def _stored(self, wish: EnrolFinger, slot: int, refusal: StoreKnown | None) -> None:
        """The outbox has it, or the disk does not take it: then it is erased again."""
        if refusal is None:
            self._desk.tell(wish, EnrolmentStage.STORED)
            return
        log.warning("%s: a finger could not be kept: %s", self._reader, refusal)
        self._desk.tell(wish, EnrolmentStage.CANNOT_STORE)
        self._due.keeping.pop(slot, None)
        self._look()

    # emptying

    def _emptied(self, emptying: Emptying, event: EnrolmentEvent) -> None:
        match event:
            case enrolment.Erased():
                emptying.left.pop(0)
                self._submit(emptying.order)
            case enrolment.LibraryRead(held, _) if (done := emptying.read(held)) is not False:
                if done is None:
                    self._submit(emptying.order)
                else:
                    self._empty(emptying, len(held))
            case _:  # undone, or still there
                log.warning(
                    "%s: slots %s are not seen to be empty yet", self._reader, emptying.slots
                )
                self._fail(emptying.key)
                self._end()

    def _empty(self, emptying: Emptying, remaining: int) -> None:
        if emptying.proof is not None:
            self._prove(emptying, remaining)
        else:
            self._due.close(emptying)
        self._end()

    def _prove(self, emptying: Emptying, remaining: int) -> None:
        self._due.proving.add(emptying.key)
        request = self._ledger.proof(emptying.proof or NO_STAFF, emptying.slots, remaining)
        self._outbox.put(request, partial(self._told, emptying))

    def _told(self, emptying: Emptying, refusal: StoreKnown | None) -> None:
        """What the disk does not take is proved anew."""
        if refusal is not None:
            self._fail(emptying.key)
