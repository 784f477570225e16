"""Enrolment and erasure on an EF01 module, step by step. Pure."""

from __future__ import annotations

from collections.abc import Generator

from fingerprint.enrolment import (
    Enrol,
    Enrolled,
    EnrolmentEvent,
    EnrolmentGuidance,
    EnrolmentStep,
    Erase,
    Erased,
    Obstacle,
    Undone,
)
from fingerprint.models.ef01 import answers, spec
from fingerprint.models.ef01.codec import Ack
from fingerprint.models.ef01.commands import (
    Command,
    Delete,
    GenerateFeatures,
    GetImage,
    Match,
    MergeTemplate,
    ReadIndex,
    ReadParameters,
    SearchTemplates,
    StoreTemplate,
    VerifyPassword,
)
from fingerprint.models.ef01.spec import Confirmation
from fingerprint.reading import ReaderTrouble

POLL = 0.08  # seconds between two looks at the glass
LONGEST = 60.0  # seconds a person may take over all of it

Steps = Generator[Command | EnrolmentGuidance, Ack, EnrolmentEvent]
Part = Generator[Command | EnrolmentGuidance, Ack, int]


class _Stop(Exception):
    """Not an error: the way out of nested steps."""

    def __init__(self, obstacle: Obstacle, slot: int | None = None) -> None:
        self.ending = Undone(obstacle, slot)


class Procedure:
    """An enrolment or an erasure under way; `finished` once its last event was returned."""

    between = False

    def __init__(self, order: Enrol | Erase, password: int, now: float) -> None:
        steps = _enrol(order, password) if isinstance(order, Enrol) else _erase(order, password)
        self._steps = _guarded(steps)
        self._ends_at = now + LONGEST
        self._next: Command | EnrolmentGuidance = next(self._steps)
        self._touched = False  # a template was stored or deleted, or may have been
        self._clean = True  # nothing unexpected came since the password was said
        self.finished = False
        self.ask_at = now

    def next_question(self) -> Command:
        """What to ask at `ask_at`."""
        assert not isinstance(self._next, EnrolmentGuidance)  # noqa: S101  # `answered` runs past these
        self._touched = self._touched or isinstance(self._next, StoreTemplate | Delete)
        return self._next

    def stray(self) -> None:
        """Something came that answers nothing; only before the first answer is it of no matter."""
        self._clean = self._clean and isinstance(self._next, VerifyPassword)

    def answered(self, ack: Ack, now: float) -> list[EnrolmentEvent]:
        """The module answered; go on to the next question."""
        if not self._clean:
            return self._end(Undone(Obstacle.READER))
        if now >= self._ends_at:
            return self._end(Undone(Obstacle.TOO_SLOW))
        looked = isinstance(self._next, GetImage)
        told: list[EnrolmentEvent] = []
        try:
            self._next = self._steps.send(ack)
            while isinstance(self._next, EnrolmentGuidance):
                told.append(self._next)
                self._next = next(self._steps)
        except StopIteration as stop:
            return told + self._end(stop.value)
        self.ask_at = now + (POLL if looked and isinstance(self._next, GetImage) else 0.0)
        return told

    def failed(self, _trouble: ReaderTrouble, _now: float) -> list[EnrolmentEvent]:
        """No usable answer: nothing is guessed, the person begins again."""
        return self._end(Undone(Obstacle.READER))

    def _end(self, event: EnrolmentEvent) -> list[EnrolmentEvent]:
        self.finished = True
        self._steps.close()
        if self._touched and isinstance(event, Undone):
            return [Undone(Obstacle.UNPROVEN)]
        return [event]


def _guarded(steps: Steps) -> Steps:
    try:
        return (yield from steps)
    except _Stop as stop:
        return stop.ending


def _enrol(order: Enrol, password: int) -> Steps:
    capacity = yield from _measure(password)
    if order.slot >= capacity:
        raise _Stop(Obstacle.NO_SUCH_SLOT)
    if (yield from _is_taken(order.slot)):
        raise _Stop(Obstacle.SLOT_TAKEN, order.slot)
    yield EnrolmentGuidance(EnrolmentStep.PRESS)
    yield from _capture(1)
    yield from _refuse_known(capacity)
    yield EnrolmentGuidance(EnrolmentStep.LIFT)
    yield from _lifted()
    yield EnrolmentGuidance(EnrolmentStep.PRESS_AGAIN)
    yield from _capture(2)
    yield from _same_finger()
    yield from _refuse_known(capacity)
    yield from _must(StoreTemplate(1, order.slot))
    if not (yield from _is_taken(order.slot)):
        raise _Stop(Obstacle.UNPROVEN)
    return Enrolled(order.staff, order.slot)


def _erase(order: Erase, password: int) -> Steps:
    capacity = yield from _measure(password)
    if order.slot >= capacity:
        raise _Stop(Obstacle.NO_SUCH_SLOT)
    yield from _must(Delete(order.slot, 1))
    if (yield from _is_taken(order.slot)):
        raise _Stop(Obstacle.UNPROVEN)
    return Erased(order.slot)


def _must(command: Command) -> Generator[Command | EnrolmentGuidance, Ack, Ack]:
    ack = yield command
    if not ack.ok:
        raise _Stop(Obstacle.READER)
    return ack


def _measure(password: int) -> Part:
    yield from _must(VerifyPassword(password))
    block = answers.parameters((yield from _must(ReadParameters())))
    if block is None:
        raise _Stop(Obstacle.READER)
    return block.capacity


def _is_taken(slot: int) -> Generator[Command | EnrolmentGuidance, Ack, bool]:
    page = slot // spec.INDEX_PAGE_SLOTS
    slots = answers.taken((yield from _must(ReadIndex(page))), page)
    if slots is None:
        raise _Stop(Obstacle.READER)
    return slot in slots


def _capture(buffer: int) -> Generator[Command | EnrolmentGuidance, Ack, None]:
    """Look until a finger gave usable features: a poor picture costs only another look.

    The parameters in between keep a doubled answer to the look from passing for the features.
    """
    while True:
        ack = yield GetImage()
        if not ack.ok:
            continue
        yield from _must(ReadParameters())
        if (yield GenerateFeatures(buffer)).ok:
            return


def _lifted() -> Generator[Command | EnrolmentGuidance, Ack, None]:
    while (yield GetImage()).code != Confirmation.NO_FINGER:
        pass


def _same_finger() -> Generator[Command | EnrolmentGuidance, Ack, None]:
    """Compare first: R503-like modules merge two different fingers without a word."""
    if not (yield Match()).ok or not (yield MergeTemplate()).ok:
        raise _Stop(Obstacle.DIFFERENT_FINGERS)


def _refuse_known(capacity: int) -> Generator[Command | EnrolmentGuidance, Ack, None]:
    ack = yield SearchTemplates(1, 0, capacity)
    hit = answers.found(ack)
    if hit is not None:
        raise _Stop(Obstacle.ALREADY_ENROLLED, hit[0])
    if ack.code not in (Confirmation.NOT_FOUND, Confirmation.LIBRARY_EMPTY):
        raise _Stop(Obstacle.READER)
