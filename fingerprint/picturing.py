"""Enrolment at a reader that takes pictures: the hall itself keeps what they show.

It does what such a reader's own firmware would, and speaks as its session does: orders go in,
events of `fingerprint.enrolment` come out. Two touches of one finger, each with enough to tell it
by, that nobody else has; then both templates are kept in the slot, and only what the store says
afterwards is reported. A picture is dropped as soon as its template is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, assert_never

from broker.domain.ids import StaffId
from broker.service.runner import Runner
from fingerprint import enrolment
from fingerprint.comparer import Errands, Means, alike, twin
from fingerprint.enrolment import EnrolmentEvent, EnrolmentStep, Obstacle, Undone
from fingerprint.matching import ENOUGH_MINUTIAE
from fingerprint.reading import Captured
from fingerprint.templates import CAPACITY, KeptFinger

PATIENCE = 60.0  # seconds for both touches, as the modules have it


@dataclass(slots=True, eq=False)
class _Taking:
    """A finger that is being taken, and what its first touch showed."""

    order: enrolment.Enrol
    until: float
    first: bytes | None = None
    lifting: bool = False  # whoever touches was asked to lift the finger, and has not yet
    keeping: bool = False


class _Shown(NamedTuple):
    """A touch: its template, and the slot that has this finger already."""

    template: bytes | None
    twin: int | None = None


class PictureEnrolment:
    """At one reader, on the loop. `report` hears what comes of an order."""

    def __init__(
        self, runner: Runner, errands: Errands, report: Callable[[EnrolmentEvent], None]
    ) -> None:
        self._clock = runner.clock
        self._errands = errands
        self._report = report
        self._means: Means | None = None
        self._taking: _Taking | None = None
        self._lies = False  # a finger lies on the glass
        runner.add(self)

    @property
    def takes(self) -> bool:
        """Whether the next touch is for an enrolment, and no punch."""
        return self._taking is not None

    def work_with(self, means: Means) -> None:
        """What there is to work with."""
        self._means = means

    def submit(self, order: enrolment.Order) -> None:
        """Do it, or say why not."""
        means = self._means
        match order:
            case enrolment.GiveUp():
                self._stop(Obstacle.STOPPED)
            case _ if means is None:
                self._report(Undone(Obstacle.READER))
            case enrolment.LookUp():
                self._errands.do(means.store.slots, self._looked)
            case enrolment.Erase(slot):
                self._errands.do(partial(_erased, means, slot), partial(self._gone, slot))
            case enrolment.Enrol():
                self._begin(order, means)
            case _:
                assert_never(order)

    def away(self) -> None:
        """The reader is gone: the finger that was being taken is not taken any more."""
        self._taking, self._lies = None, False

    def lies(self) -> None:
        """A finger is on the glass, for whatever."""
        self._lies = True

    def lifted(self) -> None:
        """It is gone: the next touch is another one."""
        self._lies = False
        taking = self._taking
        if taking is not None and taking.lifting and not taking.keeping:
            self._ask_for_touch(taking)

    def unclear(self) -> None:
        """A touch of which the reader made no picture."""
        self._lies = True
        if self._taking is not None and not self._taking.keeping:
            self._guide(EnrolmentStep.LITTLE)

    def pictured(self, capture: Captured) -> None:
        """A touch while one is being taken."""
        self._lies = True
        taking, means = self._taking, self._means
        if taking is None or taking.keeping or means is None:
            return
        taking.until = self._clock() + PATIENCE
        look = partial(_shown, means, capture, search=taking.first is None)
        self._errands.do(look, partial(self._seen, taking, means))

    def next_wakeup(self) -> float | None:
        taking = self._taking
        return taking.until if taking is not None and not taking.keeping else None

    def tick(self, now: float) -> None:
        if self._taking is not None and now >= self._taking.until:
            self._stop(Obstacle.TOO_SLOW)

    def _begin(self, order: enrolment.Enrol, means: Means) -> None:
        if means.matcher is None:
            self._report(Undone(Obstacle.READER))
            return
        self._taking = _Taking(order, self._clock() + PATIENCE)
        self._ask_for_touch(self._taking)

    def _ask_for_touch(self, taking: _Taking) -> None:
        """For the first or the second; while a finger lies there, it is to be lifted first."""
        taking.lifting = self._lies
        if self._lies:
            self._guide(EnrolmentStep.LIFT)
        else:
            self._guide(EnrolmentStep.PRESS if taking.first is None else EnrolmentStep.PRESS_AGAIN)

    def _stop(self, why: Obstacle) -> None:
        if self._taking is not None and not self._taking.keeping:
            self._taking = None
            self._report(Undone(why))

    def _seen(self, taking: _Taking, means: Means, shown: _Shown | None) -> None:
        """What a touch showed. One that waited while another was enough is one too many."""
        if self._taking is not taking or taking.keeping:
            return
        if shown is None or shown.template is None:
            self._guide(EnrolmentStep.LITTLE)
        elif shown.twin is not None:
            self._end(Undone(Obstacle.ALREADY_ENROLLED, shown.twin))
        elif taking.first is None:
            taking.first = shown.template
            self._ask_for_touch(taking)
        else:
            taking.keeping = True
            both = KeptFinger(StaffId(taking.order.staff), (taking.first, shown.template))
            keep = partial(_kept, means, taking.order.slot, both)
            self._errands.do(keep, partial(self._kept, taking))

    def _kept(self, taking: _Taking, obstacle: Obstacle | bool | None) -> None:
        if self._taking is not taking:
            return
        if obstacle is True:
            self._end(enrolment.Enrolled(taking.order.staff, taking.order.slot))
        else:  # where the disk failed nobody knows what it has
            self._end(Undone(obstacle or Obstacle.UNPROVEN))

    def _end(self, event: EnrolmentEvent) -> None:
        self._taking = None
        self._report(event)

    def _guide(self, step: EnrolmentStep) -> None:
        self._report(enrolment.EnrolmentGuidance(step))

    def _looked(self, slots: frozenset[int] | None) -> None:
        if slots is None:
            self._report(Undone(Obstacle.READER))
        else:
            self._report(enrolment.LibraryRead(slots, CAPACITY))

    def _gone(self, slot: int, gone: bool | None) -> None:  # what an errand brings
        self._report(enrolment.Erased(slot) if gone else Undone(Obstacle.UNPROVEN))


def _shown(means: Means, capture: Captured, *, search: bool) -> _Shown:
    assert means.matcher is not None  # noqa: S101  # nothing is taken without one
    template = means.matcher.template(capture.grey(), ENOUGH_MINUTIAE)
    return _Shown(template, twin(means, template) if template and search else None)


def _kept(means: Means, slot: int, finger: KeptFinger) -> Obstacle | bool:
    """Keep it, and read it back. True where it is there."""
    if not alike(means, *finger.templates):
        return Obstacle.DIFFERENT_FINGERS
    if slot in means.store.slots():
        return Obstacle.SLOT_TAKEN
    means.store.keep(slot, finger)
    return means.store.finger(slot) == finger or Obstacle.UNPROVEN


def _erased(means: Means, slot: int) -> bool:
    means.store.erase(slot)
    return slot not in means.store.slots()
