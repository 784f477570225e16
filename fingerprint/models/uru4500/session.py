"""The conversation with one U.are.U: its registers, and whoever puts a finger on it.

How this works. A talk (`conversation`) is a generator that says what it waits for. The session
sends, keeps the time and hands in what came. While it watches, one talk goes on without an end; a
single question is put while no finger is there, or starts the reader for itself where
nobody watches. Whatever goes wrong ends the talk: it is told, once, and a new one starts the reader
from its beginning. So no half of an old touch meets an answer that comes later, and every answer
repeats what it answers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator

from broker.domain.errors import DeviceError, DeviceNoAnswer
from broker.link.base import Noise
from broker.service.session import Action, Done, Failed, Report, Write
from fingerprint import reading
from fingerprint.enrolment import Enrol, Erase, LibraryRead, LookUp, Obstacle, Order, Undone
from fingerprint.models.uru4500 import conversation as talk
from fingerprint.models.uru4500.codec import (
    ReadRegister,
    Reply,
    Reported,
    WriteRegister,
    encode,
)
from fingerprint.models.uru4500.conversation import Await, Demand, Heard, Pause, Step
from fingerprint.models.uru4500.spec import Event, Mode, UruRegister
from fingerprint.reading import ReaderTrouble, Watch

_HEARTBEAT = 2.0  # seconds between two proofs of life while nothing happens
_AGAIN = 1.0  # before a reader in trouble is started anew
_STUCK_AFTER = 5  # such starts, until the port should be opened anew


_Talk = Generator[Step, Heard, None]


class UruSession:
    """Talks with one reader."""

    def __init__(self) -> None:
        self._talk: _Talk | None = None
        self._step: Step | None = None
        self._until: float | None = None  # when the step, or the rest between two talks, is over
        self._watching = False
        self._asked: deque[ReadRegister] = deque()
        self._early: set[int] = set()  # what happened before it was waited for
        self._away: ReaderTrouble | None = None
        self._ready = False
        self._failed = 0
        self._told: list[Action] = []

    def submit(self, command: ReadRegister | Watch | Order, now: float) -> list[Action]:
        """Ask for a register, or, once, watch the reader. It has no slot for anybody's finger, and
        proves of none that it is empty: another reader may have hung in its place."""
        match command:
            case Watch():
                self._watching = True
            case ReadRegister():
                self._asked.append(command)
            case LookUp():
                return [Report(LibraryRead(frozenset(), 0))]
            case Enrol() | Erase():
                return [Report(Undone(Obstacle.NO_SUCH_SLOT))]
        if self._talk is None:
            self._begin(now)
        elif self._between(self._step):
            self._until = now
        return self._said()

    def receive(self, reply: Reply, now: float) -> list[Action]:
        """Take what came."""
        if talk.dead_scan(reply):
            self._over(talk.Garbled("the reader's scan is dead"), now, quietly=self._failed == 0)
        elif isinstance(reply, Reported):
            self._happened(reply, now)
        elif isinstance(self._step, Demand) and talk.answers(self._step.command, reply):
            self._go(reply, now)
        return self._said()

    def noise(self, noise: Noise, now: float) -> list[Action]:
        """What came is no answer; whoever waits for one hears that."""
        if isinstance(self._step, Demand):
            self._go(noise, now)
        return self._said()

    def tick(self, now: float) -> list[Action]:
        """Let time pass."""
        if self._until is not None and now >= self._until:
            if self._talk is None:
                self._begin(now)
            else:
                self._go(None, now)
        return self._said()

    def next_wakeup(self) -> float | None:
        """When a wait is over."""
        return self._until

    def _happened(self, reported: Reported, now: float) -> None:
        if isinstance(self._step, Await) and reported.code == self._step.event:
            self._go(reported, now)
        else:
            self._early.add(reported.code)

    def _between(self, step: Step | None) -> bool:
        """Whether there is time for a question: nothing is there but the wait for a finger."""
        return self._watching and isinstance(step, Await) and step.event != Event.POWER_ON

    def _begin(self, now: float) -> None:
        """A talk for whatever is wanted, if anything is."""
        self._until = None
        self._early.clear()
        self._talk = self._watch() if self._watching else self._answer() if self._asked else None
        if self._talk is not None:
            self._go(None, now)

    def _go(self, heard: Heard, now: float) -> None:
        """The talk hears this, and says what it waits for next."""
        current = self._talk
        assert current is not None  # noqa: S101  # only a talk waits for anything
        try:
            self._step = current.send(heard)
        except StopIteration:
            self._talk = self._step = None
            self._begin(now)
        except DeviceError as error:
            self._over(error, now, quietly=False)
        else:
            self._wait(self._step, now)

    def _wait(self, step: Step, now: float) -> None:
        self._until = now + step.seconds
        match step:
            case Demand(command):
                if isinstance(command, WriteRegister) and command.register is UruRegister.MODE:
                    self._early.clear()  # what happened in another mode is past
                self._told.append(Write(encode(command)))
            case Await(event) if event in self._early:
                self._early.remove(event)
                self._go(Reported(event), now)
            case Await() if self._asked and self._between(step):
                self._until = now
            case Pause() | Await():
                pass

    def _over(self, error: DeviceError, now: float, *, quietly: bool) -> None:
        """The talk has failed. Whoever asked is told; a watch begins anew after a rest."""
        if self._talk is not None:
            self._talk.close()
        self._talk = self._step = None
        self._until = now + _AGAIN if self._watching else None
        while self._asked:
            self._told.append(Failed(self._asked.popleft(), error))
        self._failed += 1
        if self._watching and not quietly:
            self._despair(_trouble(error))

    def _despair(self, trouble: ReaderTrouble) -> None:
        self._ready = False
        if self._away is not trouble:
            self._away = trouble
            self._report(reading.Away(trouble))
        if self._failed % _STUCK_AFTER == 0:
            self._report(reading.Stuck())

    def _answer(self) -> _Talk:
        """For a single question: start it, ask, and let it sleep."""
        yield from talk.begin()
        yield from self._questions()
        yield from talk.set_mode(Mode.OFF)

    def _watch(self) -> _Talk:
        yield from talk.begin()
        self._well()
        while True:
            yield from self._until_event(Mode.AWAIT_FINGER, Event.FINGER_ON)
            capture = yield from talk.look()
            self._report(
                reading.NotRecognised(reading.Unclear.POOR)
                if capture is None
                else reading.Pictured(capture)
            )
            yield from self._until_event(Mode.AWAIT_LIFT, Event.FINGER_OFF)
            self._report(reading.Lifted())

    def _until_event(self, mode: Mode, event: Event) -> _Talk:
        """Wait for it, and see from time to time that the reader lives."""
        yield from talk.set_mode(mode)
        while (yield Await(event, _HEARTBEAT)) is None:
            yield from talk.prove_life()
            yield from self._questions()

    def _questions(self) -> _Talk:
        while self._asked:
            value = yield from talk.ask(self._asked[0])
            self._told.append(Done(self._asked.popleft(), value))

    def _well(self) -> None:
        self._failed, self._away = 0, None
        if not self._ready:
            self._ready = True
            self._report(reading.Ready(0))

    def _report(self, event: reading.Reading) -> None:
        self._told.append(Report(event))

    def _said(self) -> list[Action]:
        said, self._told = self._told, []
        return said


def _trouble(error: DeviceError) -> ReaderTrouble:
    match error:
        case DeviceNoAnswer():
            return ReaderTrouble.SILENT
        case talk.Garbled():
            return ReaderTrouble.GARBLED
    return ReaderTrouble.REFUSED
