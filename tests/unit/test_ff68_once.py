"""At most one rating a visit and none unasked, through any interleaving; with a control."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Protocol

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from broker.domain.ids import VisitId
from broker.domain.machinery import RepeatHabit
from broker.domain.ratings.facts import Level
from broker.service.session import Action, Report, Write
from evaluator.dialogue import Armed, Rated, Unrated
from evaluator.models.ff68.codec import Choice, FrameDecoder
from evaluator.models.ff68.commands import AckChoice
from evaluator.models.ff68.session import Ff68Session
from tests.efforts import tried

ADDRESS = 3
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("arm"), st.integers(0, 3)),
        st.tuples(st.just("press"), st.integers(0, 3)),
        st.tuples(st.just("repeat"), st.just(0)),
        st.tuples(st.just("echo"), st.just(0)),
        st.tuples(st.just("store"), st.booleans()),
        st.tuples(st.just("wait"), st.sampled_from([0, 10, 260, 500, 2100, 10100, 31000])),
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
@tried(400)
def test_at_most_one_rating_a_visit_and_none_unasked(steps: list[tuple[str, int]]) -> None:
    assert play(Ff68Session, steps)


def test_the_control_fails() -> None:
    found = find(
        STEPS,
        lambda steps: not play(Forgetful, steps),
        settings=settings(max_examples=400, phases=(Phase.generate,)),
    )
    assert found


class Evaluator:
    """A device with a habit: what it says, and what fingers really did."""

    def __init__(self, habit: RepeatHabit) -> None:
        self._habit = habit
        self._saying: tuple[int, int, float] | None = None  # key, times left, when next
        self.presses: list[tuple[int, float]] = []

    def press(self, key: int, now: float) -> None:
        self.presses.append((key, now))
        self._saying = (key, self._habit.times or 1000, now)

    def says(self, now: float) -> list[int]:
        said = []
        while self._saying is not None and self._saying[2] <= now:
            key, left, at = self._saying
            said.append(key)
            self._saying = (key, left - 1, at + self._habit.every) if left > 1 else None
        return said

    def hears(self, ack: bytes) -> None:
        for heard in FrameDecoder(to_device=True).feed(ack):
            if isinstance(heard, AckChoice) and self._saying and self._saying[0] == heard.choice:
                self._saying = None


HABITS = st.builds(
    RepeatHabit, times=st.sampled_from([0, 1, 2, 3, 5]), every=st.sampled_from([0.3, 0.5, 1.0, 3.0])
)
HANDS = st.lists(
    st.tuples(
        st.one_of(st.tuples(st.just("press"), st.sampled_from([0, 3])), st.just(("arm", 0))),
        st.sampled_from([0.05, 0.3, 0.6, 1.2, 2.5, 9.0]),
    ),
    max_size=12,
)


def invented(
    habit: RepeatHabit, told: RepeatHabit | None, hands: list[tuple[tuple[str, int], float]]
) -> list[Rated]:
    """The ratings that nobody gave: no finger was on that key while that visit was asked about.

    No acknowledgement arrives: the worst that a wire can do to a device that repeats.
    """
    session, device, now = Ff68Session(), Evaluator(habit), 100.0
    if told is not None:
        session.habit(ADDRESS, told)
    armed: dict[str, float] = {}
    found = []
    for (what, key), pause in hands:
        if what == "press":
            device.press(key, now)
        else:
            visit = VisitId(f"visit-{len(armed)}")
            armed[visit] = now
            session.arm(ADDRESS, visit, 30.0, now)
        until = now + pause
        while now < until:
            for choice in device.says(now):
                for action in session.receive(Choice(ADDRESS, choice), now):
                    if isinstance(action, Report) and isinstance(action.event, Rated):
                        rated = action.event
                        began = armed[rated.visit]
                        given = [at for k, at in device.presses if k == choice and at >= began]
                        found += [] if given else [rated]
                        session.accept(ADDRESS, rated.visit, now)
            session.tick(now)
            now += 0.05
    return found


@given(HABITS, HANDS, st.booleans())
@tried(300)
def test_no_rating_is_invented_whatever_the_habit(
    habit: RepeatHabit, hands: list[tuple[tuple[str, int], float]], known: bool
) -> None:
    assert not invented(habit, habit if known else None, hands)


def test_a_wrong_habit_does_invent() -> None:
    """The control: the setting must be the device's own."""
    hands = [(("press", 0), 2.5), (("arm", 0), 9.0)]
    assert not invented(RepeatHabit(times=0, every=3.0), None, hands)
    assert invented(RepeatHabit(times=0, every=3.0), RepeatHabit(times=1), hands)
