"""At most one rating a visit and none unasked, through any interleaving; with a control."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Protocol

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from broker.domain.ratings.facts import Level
from broker.service.session import Action, Report, Write
from evaluator.dialogue import Armed, Rated, Unrated
from evaluator.models.ff68.codec import Choice, FrameDecoder
from evaluator.models.ff68.commands import AckChoice
from evaluator.models.ff68.session import Ff68Session

ADDRESS = 3
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("arm"), st.integers(0, 3)),
        st.tuples(st.just("press"), st.integers(0, 3)),
        st.tuples(st.just("repeat"), st.just(0)),
        st.tuples(st.just("echo"), st.just(0)),
        st.tuples(st.just("store"), st.booleans()),
        st.tuples(st.just("wait"), st.sampled_from([0, 10, 260, 500, 2100, 31000])),
    ),
    max_size=40,
)


class Asks(Protocol):
    """What both the session and the control can do."""

    def arm(self, address: int, visit: str, seconds: float, now: float) -> list[Action]: ...
    def accept(self, address: int, visit: str, now: float) -> list[Action]: ...
    def release(self, address: int, visit: str, now: float) -> list[Action]: ...
    def receive(self, reply: Any, now: float) -> list[Action]: ...
    def tick(self, now: float) -> list[Action]: ...


class Forgetful:
    """The control: it keeps no memory of what was heard, asked or settled."""

    def __init__(self) -> None:
        self._visit: str | None = None

    def arm(self, _address: int, visit: str, _seconds: float, _now: float) -> list[Action]:
        self._visit = visit
        return [Report(Armed(ADDRESS, visit))]

    def accept(self, _address: int, _visit: str, _now: float) -> list[Action]:
        return []

    def release(self, _address: int, _visit: str, _now: float) -> list[Action]:
        return []

    def receive(self, reply: object, _now: float) -> list[Action]:
        if isinstance(reply, Choice) and self._visit is not None:
            return [Report(Rated(ADDRESS, self._visit, Level.SATISFIED))]
        return []

    def tick(self, _now: float) -> list[Action]:
        return []


class Service:
    """Plays the service, the device and the adapter against a session, and keeps account."""

    def __init__(self, session: Asks) -> None:
        self.session = session
        self.now = 0.0
        self.armed: set[str] = set()
        self.stored: Counter[str] = Counter()
        self.unrated: Counter[str] = Counter()
        self.waiting: str | None = None
        self.sent: list[bytes] = []
        self.last = Choice(ADDRESS, 3)
        self.unearned_thanks = 0

    def step(self, what: str, number: int) -> None:
        match what:
            case "arm":
                self.take(self.session.arm(ADDRESS, f"visit-{number}", 30.0, self.now))
            case "press":
                self.last = Choice(ADDRESS, number)
                self.take(self.session.receive(self.last, self.now))
            case "repeat":
                self.take(self.session.receive(self.last, self.now))
            case "echo" if self.sent:
                for heard in FrameDecoder().feed(self.sent[-1]):
                    self.take(self.session.receive(heard, self.now))
            case "store" if self.waiting is not None:
                self.store(self.waiting, safe=bool(number))
            case "wait":
                self.now += number / 1000
                self.take(self.session.tick(self.now))

    def store(self, visit: str, *, safe: bool) -> None:
        self.waiting = None
        if safe:
            self.stored[visit] += 1
            self.take(self.session.accept(ADDRESS, visit, self.now))
        else:
            self.take(self.session.release(ADDRESS, visit, self.now))

    def take(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    self.sent.append(data)
                    thanks = isinstance(FrameDecoder(to_device=True).feed(data)[0], AckChoice)
                    self.unearned_thanks += thanks and not self.stored
                case Report(Armed(_, visit)):
                    self.armed.add(visit)
                case Report(Rated(_, visit, _)):
                    assert visit in self.armed
                    if self.waiting is not None:
                        self.store(self.waiting, safe=True)
                    self.waiting = visit
                case Report(Unrated(_, visit)):
                    self.unrated[visit] += 1
                case _:
                    pass

    def sound(self) -> bool:
        settled = self.stored + self.unrated
        return (
            self.unearned_thanks == 0
            and all(count == 1 for count in settled.values())
            and settled.keys() <= self.armed
        )


def play(make: Callable[[], Asks], steps: list[tuple[str, int]]) -> bool:
    service = Service(make())
    for what, number in steps:
        service.step(what, number)
    return service.sound()


@given(STEPS)
@settings(max_examples=400)
def test_at_most_one_rating_a_visit_and_none_unasked(steps: list[tuple[str, int]]) -> None:
    assert play(Ff68Session, steps)


def test_the_control_fails() -> None:
    found = find(
        STEPS,
        lambda steps: not play(Forgetful, steps),
        settings=settings(max_examples=400, phases=(Phase.generate,)),
    )
    assert found
