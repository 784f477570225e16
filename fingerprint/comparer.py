"""What takes its time with fingers, done on threads beside the loop, one thing after another.

Unscrambling a picture takes a tenth of a second, finding its minutiae a fifth, and a disk as long
as it likes. Each is an errand (`Runner.aside`), and the next begins when the one before has told
what came of it: so the store is written by one at a time, and touches are answered in their order.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from broker.domain.errors import ConfigError
from broker.domain.ids import StaffId
from broker.service.runner import Runner
from fingerprint.matching import MATCH, Matcher
from fingerprint.reading import Captured
from fingerprint.sealing import KeyLost, KeyWrong, Seal, SealBroken
from fingerprint.templates import KeptFinger, TemplateStore, make_room

log = logging.getLogger(__name__)

T = TypeVar("T")


class Likeness(Enum):
    """What came of a finger that was compared with those of one person."""

    SAME = auto()
    OTHER = auto()
    UNCLEAR = auto()
    NOTHING = auto()  # nothing is kept to compare it with


class FingerCompared(NamedTuple):
    """`slot` is where the same finger is kept."""

    verdict: Likeness
    slot: int | None = None


class Lack(Enum):
    """What is missing where fingers cannot be compared."""

    PROGRAM = auto()  # it is not installed
    KEY = auto()  # it is gone, and templates are there
    RIGHT_KEY = auto()  # what lies there is no key


class Means(NamedTuple):
    """What there is to work with. `lack` and `problem` are why fingers cannot be compared; then
    there is no matcher. `unreadable` are slots that hold what nobody can read."""

    store: TemplateStore
    matcher: Matcher | None
    problem: str = ""
    unreadable: tuple[int, ...] = ()
    lack: Lack | None = None


class Errands:
    """One errand after another; on the loop. `done` hears None where the disk failed or a picture
    was none."""

    def __init__(self, runner: Runner, what: str) -> None:
        self._runner = runner
        self._what = what
        self._row: deque[tuple[Callable[[], Any], Callable[[Any], None]]] = deque()
        self._busy = False

    def do(self, work: Callable[[], T], done: Callable[[T | None], None]) -> None:
        """Have `work` done when all before it is, and `done` called with what came of it."""
        self._row.append((partial(_safely, work, self._what), done))
        if not self._busy:
            self._next()

    def _next(self) -> None:
        self._busy = bool(self._row)
        if self._row:
            work, done = self._row.popleft()
            self._runner.aside(work, partial(self._over, done), self._what)

    def _over(self, done: Callable[[Any], None], came: Any) -> None:
        try:
            done(came)
        finally:
            self._next()


def _safely(work: Callable[[], T], what: str) -> T | None:
    try:
        return work()
    except (OSError, SealBroken, ValueError) as error:
        log.warning("%s: %s", what, error)
        return None


def prepare(run: Path, reader: str) -> Means:
    """Look at what is installed, at the key and at every slot."""
    folder = make_room(run)
    try:
        matcher, seal = Matcher(), Seal(folder)
    except ConfigError as error:
        return Means(TemplateStore(folder, reader, None), None, str(error), lack=_lack(error))
    store = TemplateStore(folder, reader, seal)
    store.sweep()
    return Means(store, matcher, unreadable=tuple(_unreadable(store)))


def _lack(error: ConfigError) -> Lack:
    match error:
        case KeyLost():
            return Lack.KEY
        case KeyWrong():
            return Lack.RIGHT_KEY
        case _:
            return Lack.PROGRAM


def _unreadable(store: TemplateStore) -> Iterable[int]:
    for slot in sorted(store.slots()):
        try:
            store.finger(slot)
        except SealBroken:
            yield slot
        except OSError as error:  # a bad sector is that slot's trouble alone
            log.warning("%s", error)
            yield slot


def compare(
    means: Means, capture: Captured, staff: StaffId, slots: Iterable[int]
) -> FingerCompared:
    """Whether it is a finger of `staff`, who has these slots. What a slot holds of somebody else is
    not compared, whatever anybody says of whose it is."""
    if means.matcher is None:
        return FingerCompared(Likeness.NOTHING)
    known = [(slot, each) for slot, each in _kept(means.store, slots) if each.staff == staff]
    if not known:
        return FingerCompared(Likeness.NOTHING)
    shown = means.matcher.template(capture.grey())
    if shown is None:
        return FingerCompared(Likeness.UNCLEAR)
    for slot, finger in known:
        if means.matcher.same(shown, finger.templates):
            return FingerCompared(Likeness.SAME, slot)
    return FingerCompared(Likeness.OTHER)


def twin(means: Means, template: bytes) -> int | None:
    """Where this finger is kept already, of whomever. A score that is enough for one person is
    enough here: a finger that is refused by mistake costs its owner another one, no punch."""
    assert means.matcher is not None  # noqa: S101  # who has a template has a matcher
    for slot, finger in _kept(means.store, sorted(means.store.slots())):
        if means.matcher.same(template, finger.templates):
            return slot
    return None


def alike(means: Means, first: bytes, second: bytes) -> bool:
    """Whether two touches were of one finger."""
    assert means.matcher is not None  # noqa: S101  # who has a template has a matcher
    return means.matcher.score(first, second) >= MATCH


def _kept(store: TemplateStore, slots: Iterable[int]) -> Iterable[tuple[int, KeptFinger]]:
    for slot in slots:
        try:
            finger = store.finger(slot)
        except (SealBroken, OSError):
            continue  # it was said when the service began
        if finger is not None:
            yield slot, finger
