"""Enrolment and erasure on an EF01 module, step by step. Pure."""

from __future__ import annotations

from collections.abc import Generator

from fingerprint import enrolment
from fingerprint.models.ef01 import answers, spec
from fingerprint.models.ef01 import commands as c
from fingerprint.models.ef01.codec import Ack
from fingerprint.models.ef01.commands import Command
from fingerprint.models.ef01.spec import Confirmation
from fingerprint.reading import ReaderTrouble

POLL = 0.08  # seconds between two looks at the glass
LONGEST = 60.0  # seconds a person may take over all of it

_POOR: dict[int, enrolment.EnrolmentStep] = {
    Confirmation.TOO_DRY: enrolment.EnrolmentStep.DRY,
    Confirmation.TOO_WET: enrolment.EnrolmentStep.WET,
    Confirmation.TOO_MESSY: enrolment.EnrolmentStep.MOVED,
    Confirmation.TOO_FEW_FEATURES: enrolment.EnrolmentStep.LITTLE,
}

Work = enrolment.Enrol | enrolment.Erase | enrolment.LookUp
Steps = Generator[Command | enrolment.EnrolmentGuidance, Ack, enrolment.EnrolmentEvent]
Part = Generator[Command | enrolment.EnrolmentGuidance, Ack, int]


class _Stop(Exception):
    """Not an error: the way out of nested steps."""

    def __init__(self, obstacle: enrolment.Obstacle, slot: int | None = None) -> None:
        self.ending = enrolment.Undone(obstacle, slot)


class Procedure:
    """An enrolment, an erasure or a look into the index under way; `finished` once its last event
    was returned."""

    between = False

    def __init__(self, order: Work, password: int, now: float) -> None:
        self._steps = _guarded(_steps(order, password))
        self._ends_at = now + LONGEST
        self._next: Command | enrolment.EnrolmentGuidance = next(self._steps)
        self.said = self._may_stop = isinstance(order, enrolment.Enrol)  # a finger may lie there
        self._stopped = False
        self._touched = False  # a template was stored or deleted, or may have been
        self._clean = True  # nothing unexpected came since the password was said
        self.finished = False
        self.ask_at = now

    def next_question(self) -> Command:
        """What to ask at `ask_at`."""
        assert not isinstance(self._next, enrolment.EnrolmentGuidance)  # noqa: S101  # `answered` runs past these
        self._touched = self._touched or isinstance(self._next, c.StoreTemplate | c.Delete)
        return self._next

    def stray(self) -> None:
        """Something came that answers nothing; only before the first answer is it of no matter."""
        self._clean = self._clean and isinstance(self._next, c.VerifyPassword)

    def answered(self, ack: Ack, now: float) -> list[enrolment.EnrolmentEvent]:
        """The module answered; go on to the next question."""
        if self._stopped:
            return self._end(enrolment.Undone(enrolment.Obstacle.STOPPED))
        if not self._clean:
            return self._end(enrolment.Undone(enrolment.Obstacle.READER))
        if now >= self._ends_at:
            return self._end(enrolment.Undone(enrolment.Obstacle.TOO_SLOW))
        looked = isinstance(self._next, c.GetImage | c.GenerateFeatures)
        told: list[enrolment.EnrolmentEvent] = []
        try:
            self._next = self._steps.send(ack)
            while isinstance(self._next, enrolment.EnrolmentGuidance):
                told.append(self._next)
                self._next = next(self._steps)
        except StopIteration as stop:
            return told + self._end(stop.value)
        self.ask_at = now + (POLL if looked and isinstance(self._next, c.GetImage) else 0.0)
        return told

    def give_up(self, *, owed: bool) -> list[enrolment.EnrolmentEvent]:
        """Nobody wants this finger any more: it ends at once, or with the answer that is `owed`."""
        self._stopped = self._may_stop
        if owed or not self._stopped:
            return []
        return self._end(enrolment.Undone(enrolment.Obstacle.STOPPED))

    def failed(self, _trouble: ReaderTrouble, _now: float) -> list[enrolment.EnrolmentEvent]:
        """No usable answer: nothing is guessed, the person begins again."""
        return self._end(enrolment.Undone(enrolment.Obstacle.READER))

    def _end(self, event: enrolment.EnrolmentEvent) -> list[enrolment.EnrolmentEvent]:
        self.finished = True
        self._steps.close()
        if self._touched and isinstance(event, enrolment.Undone):
            return [enrolment.Undone(enrolment.Obstacle.UNPROVEN)]
        return [event]


def _steps(order: Work, password: int) -> Steps:
    match order:
        case enrolment.Enrol():
            return _enrol(order, password)
        case enrolment.Erase():
            return _erase(order, password)
        case enrolment.LookUp():
            return _look_up(password)


def _guarded(steps: Steps) -> Steps:
    try:
        return (yield from steps)
    except _Stop as stop:
        return stop.ending


def _enrol(order: enrolment.Enrol, password: int) -> Steps:
    capacity = yield from _measure(password)
    if order.slot >= capacity:
        raise _Stop(enrolment.Obstacle.NO_SUCH_SLOT)
    if (yield from _is_taken(order.slot)):
        raise _Stop(enrolment.Obstacle.SLOT_TAKEN, order.slot)
    if (yield c.GetImage()).ok:  # the finger before this one was kept, and lies there still
        yield enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.LIFT)
        yield from _lifted()
    yield enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.PRESS)
    yield from _capture(1)
    yield from _refuse_known(capacity)
    yield enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.LIFT)
    yield from _lifted()
    yield enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.PRESS_AGAIN)
    yield from _capture(2)
    yield from _same_finger()
    yield from _refuse_known(capacity)
    yield from _must(c.StoreTemplate(1, order.slot))
    if not (yield from _is_taken(order.slot)):
        raise _Stop(enrolment.Obstacle.UNPROVEN)
    return enrolment.Enrolled(order.staff, order.slot)


def _erase(order: enrolment.Erase, password: int) -> Steps:
    capacity = yield from _measure(password)
    if order.slot >= capacity:
        raise _Stop(enrolment.Obstacle.NO_SUCH_SLOT)
    yield from _must(c.Delete(order.slot))
    if (yield from _is_taken(order.slot)):
        raise _Stop(enrolment.Obstacle.UNPROVEN)
    return enrolment.Erased(order.slot)


def _look_up(password: int) -> Steps:
    capacity = yield from _measure(password)
    held: frozenset[int] = frozenset()
    for page in range(-(-capacity // spec.INDEX_PAGE_SLOTS)):
        held |= yield from _page(page)
    return enrolment.LibraryRead(held, capacity)


def _must(command: Command) -> Generator[Command | enrolment.EnrolmentGuidance, Ack, Ack]:
    ack = yield command
    if not ack.ok:
        raise _Stop(enrolment.Obstacle.READER)
    return ack


def _measure(password: int) -> Part:
    yield from _must(c.VerifyPassword(password))
    block = answers.parameters((yield from _must(c.ReadParameters())))
    if block is None:
        raise _Stop(enrolment.Obstacle.READER)
    return block.capacity


def _is_taken(slot: int) -> Generator[Command | enrolment.EnrolmentGuidance, Ack, bool]:
    return slot in (yield from _page(slot // spec.INDEX_PAGE_SLOTS))


def _page(page: int) -> Generator[Command | enrolment.EnrolmentGuidance, Ack, frozenset[int]]:
    slots = answers.taken((yield from _must(c.ReadIndex(page))), page)
    if slots is None:
        raise _Stop(enrolment.Obstacle.READER)
    return slots


def _capture(buffer: int) -> Generator[Command | enrolment.EnrolmentGuidance, Ack, None]:
    """Look until a finger gave usable features: a poor picture costs only another look, and is told
    in a word, once.

    The parameters in between keep a doubled answer to the look from passing for the features.
    """
    told: enrolment.EnrolmentStep | None = None
    while True:
        ack = yield c.GetImage()
        if not ack.ok:
            continue
        yield from _must(c.ReadParameters())
        ack = yield c.GenerateFeatures(buffer)
        if ack.ok:
            return
        poor = _POOR.get(ack.code)
        if poor is not None and poor is not told:
            told = poor
            yield enrolment.EnrolmentGuidance(poor)


def _lifted() -> Generator[Command | enrolment.EnrolmentGuidance, Ack, None]:
    while (yield c.GetImage()).code != Confirmation.NO_FINGER:
        pass


def _same_finger() -> Generator[Command | enrolment.EnrolmentGuidance, Ack, None]:
    """Compare first: R503-like modules merge two different fingers without a word."""
    if not (yield c.Match()).ok or not (yield c.MergeTemplate()).ok:
        raise _Stop(enrolment.Obstacle.DIFFERENT_FINGERS)


def _refuse_known(capacity: int) -> Generator[Command | enrolment.EnrolmentGuidance, Ack, None]:
    ack = yield c.SearchTemplates(1, 0, capacity)
    hit = answers.found(ack)
    if hit is not None:
        raise _Stop(enrolment.Obstacle.ALREADY_ENROLLED, hit[0])
    if ack.code not in (Confirmation.NOT_FOUND, Confirmation.LIBRARY_EMPTY):
        raise _Stop(enrolment.Obstacle.READER)
