"""Enrolment at one reader, and forgetting there: from the desk's wish to the ledger's word.

How it works, and why nothing stays that must not. The reader does one thing after another, so what
is to be done waits in a row: taking a finger, or erasing. A finger that was taken is told to the
ledger through the outbox, which survives a power cut; the ledger keeps it only while the consent
holds, and what it refuses is erased again. Where an answer of the reader is missing and a template
may be there, its slot is erased as soon as the reader answers. Whoever has withdrawn stands in the
ledger's state of this reader until it is proved that nothing is left: each slot is erased, then the
whole index is read back, and only what it says is told. A reader that is away is asked when it
comes back; one that fails at it, again after a while.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from functools import partial

from broker.domain.enrolment.requests import KeepFinger, ProveErased
from broker.domain.enrolment.stages import EnrolmentStage
from broker.domain.errors import StoreKnown
from broker.domain.ids import NO_STAFF, StaffId
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from broker.wire.enrolment_messages import EnrolFinger
from fingerprint import enrolment
from fingerprint.enrolment import EnrolmentEvent, Obstacle
from fingerprint.places import Places
from fingerprint.telling import DeskVoice, stage_of
from fingerprint.work import Erasing, FingerWanted, Work

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
        submit: Callable[[enrolment.Order], None],
    ) -> None:
        self._service = service
        self._outbox = outbox
        self._reader = reader
        self._places = places
        self._submit = submit
        self._desk = DeskVoice(service, reader)
        self._works = False
        self._capacity = 0
        self._doing: Work | None = None
        self._row: deque[Work] = deque()
        self._later: list[Erasing] = []  # they failed
        self._asked: dict[str, EnrolFinger] = {}  # by request: the ledger has not answered yet
        self._proving: set[StaffId] = set()  # told to the ledger, which has not said so yet
        self._look_at: float | None = None
        service.runner.add(self)

    def wanted(self, wish: EnrolFinger) -> None:
        """The desk asks for a finger."""
        if not self._works:
            self._desk.tell(wish, EnrolmentStage.AWAY)
        elif not self._capacity:
            self._desk.tell(wish, EnrolmentStage.KEEPS_NONE)
        elif self._doing is not None or self._row:
            self._desk.tell(wish, EnrolmentStage.BUSY)
        elif wish.staff in self._places.erase:
            self._desk.tell(wish, EnrolmentStage.NO_CONSENT)
        else:
            self._begin(FingerWanted(wish))

    def stopped(self, enrolment_id: str) -> None:
        """The desk does not want that finger any more. What the ledger was told of stays."""
        doing = self._doing
        if isinstance(doing, FingerWanted) and doing.wish.id == enrolment_id and not doing.stopped:
            doing.stopped = True
            if doing.slot is not None:
                self._submit(enrolment.GiveUp())

    def ready(self, capacity: int) -> None:
        """The reader works (again); it says so after each work, too."""
        was, self._works, self._capacity = self._works, True, capacity
        if not was:
            self._take_up()

    def away(self) -> None:
        """It does not. What was under way has ended, nobody knows how."""
        self._works = False
        doing, self._doing = self._doing, None
        if isinstance(doing, FingerWanted):
            self._desk.tell(doing.wish, doing.ending(EnrolmentStage.READER))
            if doing.slot is not None:
                self._row.appendleft(Erasing(NO_STAFF, (doing.slot,)))
        elif doing is not None:
            doing.left = list(doing.slots)
            self._row.appendleft(doing)

    def places_changed(self) -> None:
        """The ledger said whose finger is where: somebody may have to be forgotten."""
        self._proving &= {*self._places.erase}
        self._look()

    def reported(self, event: EnrolmentEvent) -> None:
        """The session says how far it is."""
        match self._doing:
            case FingerWanted() as taking:
                self._taken(taking, event)
            case Erasing() as erasing:
                self._erased(erasing, event)
            case None:
                log.debug("%s: %r belongs to nothing", self._reader, event)

    def answered(self, request: KeepFinger | ProveErased, *, refused: bool) -> None:
        """The ledger's word. What was taken and may not be kept is erased again."""
        wish = self._asked.pop(request.id, None)
        if isinstance(request, ProveErased):
            if refused:
                self._proving.discard(request.staff)
            return
        if wish is not None:
            self._desk.tell(wish, EnrolmentStage.REFUSED if refused else EnrolmentStage.KEPT)
        if refused and self._places.owner(request.slot) is None:
            self._row.append(Erasing(NO_STAFF, (request.slot,)))
            self._look()

    def next_wakeup(self) -> float | None:
        return self._look_at

    def tick(self, now: float) -> None:
        if self._look_at is not None and now >= self._look_at:
            self._take_up()

    def _take_up(self) -> None:
        """What failed is tried anew."""
        self._look_at = None
        self._row += self._later
        self._later.clear()
        self._look()

    def _look(self) -> None:
        """Put everybody in the row who is to be forgotten here, and go on with it."""
        if not self._works:
            return
        row = (*self._row, *self._later, self._doing)
        waiting = {each.staff for each in row if isinstance(each, Erasing)}
        for staff in self._places.erase:
            if staff in waiting | self._proving:
                continue
            if not self._capacity:  # it keeps none, so there is nothing to read back
                self._prove(Erasing(staff, ()), 0)
            else:
                slots = tuple(
                    each for each in self._places.slots_of(staff) if each < self._capacity
                )
                self._row.append(Erasing(staff, slots))
        if self._doing is None and self._row:
            self._begin(self._row.popleft())

    def _begin(self, work: Work) -> None:
        if isinstance(work, Erasing) and not work.staff:  # another module may hang there now
            work.left = [each for each in work.slots if self._places.owner(each) is None]
            work.slots = tuple(work.left)
        self._doing = work
        self._ask(work)

    def _ask(self, work: Work) -> None:
        if isinstance(work, Erasing) and work.left:
            self._submit(enrolment.Erase(work.left[0]))
        else:
            self._submit(enrolment.LookUp())

    def _end(self) -> None:
        self._doing = None
        self._look()

    def _taken(self, taking: FingerWanted, event: EnrolmentEvent) -> None:
        wish = taking.wish
        match event:
            case enrolment.LibraryRead() if taking.stopped:
                self._desk.tell(wish, EnrolmentStage.STOPPED)
                self._end()
            case enrolment.LibraryRead(slots, capacity):
                taking.slot = self._places.free(slots, capacity)
                if taking.slot is None:
                    self._desk.tell(wish, EnrolmentStage.FULL)
                    self._end()
                else:
                    self._submit(enrolment.Enrol(wish.staff, taking.slot, taking.consent))
            case enrolment.EnrolmentGuidance(step):
                self._desk.tell(wish, EnrolmentStage(step.value))
            case enrolment.Enrolled(_, slot) if taking.stopped:
                self._desk.tell(wish, EnrolmentStage.STOPPED)
                self._row.appendleft(Erasing(NO_STAFF, (slot,)))
                self._end()
            case enrolment.Enrolled(_, slot):
                self._keep(wish, slot)
                self._end()
            case enrolment.Undone(obstacle, slot):
                owner = None if slot is None else self._places.owner(slot)
                self._desk.tell(wish, taking.ending(stage_of(obstacle)), owner or NO_STAFF)
                if obstacle is Obstacle.UNPROVEN and taking.slot is not None:
                    self._row.appendleft(Erasing(NO_STAFF, (taking.slot,)))
                self._end()
            case enrolment.Erased():
                pass

    def _keep(self, wish: EnrolFinger, slot: int) -> None:
        request = KeepFinger(
            id=new_id(),
            at=self._service.now(),
            source=self._reader,
            staff=wish.staff,
            reader=self._reader,
            slot=slot,
            by=wish.by,
        )
        self._asked[request.id] = wish
        self._outbox.put(request, partial(self._stored, wish, slot))

    def _stored(self, wish: EnrolFinger, slot: int, refusal: StoreKnown | None) -> None:
        """The outbox has it, or the disk does not take it: then nobody would ever know the slot."""
        if refusal is None:
            self._desk.tell(wish, EnrolmentStage.STORED)
            return
        log.warning("%s: a finger could not be kept: %s", self._reader, refusal)
        self._desk.tell(wish, EnrolmentStage.REFUSED)
        self._row.append(Erasing(NO_STAFF, (slot,)))
        self._look()

    def _erased(self, erasing: Erasing, event: EnrolmentEvent) -> None:
        match event:
            case enrolment.Erased():
                erasing.left.pop(0)
                self._ask(erasing)
            case enrolment.LibraryRead(slots, _) if not slots & {*erasing.slots}:
                if erasing.staff:
                    self._prove(erasing, len(slots))
                self._end()
            case _:  # undone, or still there
                log.warning("%s: slots %s are not erased yet", self._reader, erasing.slots)
                erasing.left = list(erasing.slots)
                self._later.append(erasing)
                self._end()
                self._look_at = self._service.runner.clock() + _AGAIN

    def _prove(self, erasing: Erasing, remaining: int) -> None:
        self._proving.add(erasing.staff)
        now = self._service.now()
        request = ProveErased(
            id=new_id(),
            at=now,
            source=self._reader,
            staff=erasing.staff,
            reader=self._reader,
            slots=erasing.slots,
            read_at=now,
            remaining=remaining,
        )
        self._outbox.put(request, partial(self._told, erasing.staff))

    def _told(self, staff: StaffId, refusal: StoreKnown | None) -> None:
        """What the disk does not take is proved anew."""
        if refusal is not None:
            self._proving.discard(staff)
            self._look_at = self._service.runner.clock() + _AGAIN
