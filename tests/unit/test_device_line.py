"""A wire, its session and who hears what: without a thread, a port or a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from broker.domain.errors import DeviceNoAnswer, LinkClosed, LinkError
from broker.link.base import ByteLink, Noise
from broker.link.pair import PairLink
from broker.service.device_line import DeviceLine, End
from broker.service.ports import DevicePort
from broker.service.runner import Runner
from broker.service.session import Action, Done, Failed, Report, Write
from queue_display.driver import SignDriver
from tests.stages.guest_drivers import MUTE_SIGN, Words

COMMAND = Words(1, "A012")


@dataclass
class Scripted:
    """A session that answers with what the test says."""

    script: list[Action] = field(default_factory=list)
    told: list[object] = field(default_factory=list)

    def submit(self, command: Any, _now: float) -> list[Action]:
        self.told.append(command)
        return self.script

    def receive(self, reply: Any, _now: float) -> list[Action]:
        self.told.append(reply)
        return [Report(reply)]

    def tick(self, _now: float) -> list[Action]:
        self.told.append("tick")
        return []

    def next_wakeup(self) -> float | None:
        return None


@dataclass
class Lasting(Scripted):
    """The same, and it outlives a cut."""

    def opened(self, _now: float) -> list[Action]:
        self.told.append("opened")
        return [Report("welcome")]

    def closed(self, _now: float) -> list[Action]:
        self.told.append("closed")
        return [Failed(COMMAND, DeviceNoAnswer("cut"))]


@dataclass
class Nosy(Scripted):
    """The same, and it draws conclusions from noise."""

    def noise(self, noise: Noise, _now: float) -> list[Action]:
        self.told.append(noise)
        return []


class Dead:
    """A link on which every write finds the far end gone."""

    def __init__(self) -> None:
        self._link, self.far = PairLink.pair("dead")
        self.name = self._link.name
        self.read = self._link.read
        self.close = self._link.close

    def write(self, _data: bytes) -> None:
        raise LinkClosed("dead: pulled out")


class Bench:
    """A `DeviceLine` with a cable, and what its user heard."""

    def __init__(
        self,
        session: Callable[[], Any],
        opener: Callable[[], ByteLink] | None = None,
        driver: SignDriver = MUTE_SIGN,
    ) -> None:
        self.ticks = 100.0
        self.heard: list[Any] = []
        self.far: PairLink | None = None
        self.made: list[Any] = []
        self.runner = Runner(clock=lambda: self.ticks)

        def begin() -> Any:
            self.made.append(session())
            return self.made[-1]

        port = DevicePort("led", "the bench", driver, opener or self._open)
        self.line: DeviceLine[Any] = DeviceLine(self.runner, port, begin, self)
        self.line.start()
        self.step()

    def step(self) -> None:
        """A turn of the loop, and the errands it sends."""
        self.runner.step(0.0)
        while self.runner.errands:
            self.runner.step(0.01)

    def until(self, condition: Callable[[], bool]) -> None:
        for _ in range(400):
            if condition():
                return
            self.runner.step(0.01)
        raise AssertionError(self.heard)

    def line_up(self, _now: float) -> None:
        self.heard.append("up")

    def line_down(self, _error: LinkError, _now: float) -> None:
        self.heard.append("down")

    def ended(self, end: End, _now: float) -> None:
        self.heard.append(end)

    def reported(self, event: Any, _now: float) -> None:
        self.heard.append(event)

    def _open(self) -> ByteLink:
        host, self.far = PairLink.pair()
        return host


def test_what_comes_in_goes_to_the_session_and_its_reports_to_the_user() -> None:
    bench = Bench(Scripted)
    assert bench.far is not None
    bench.far.write(b"hel")
    bench.far.write(b"lo\n")
    bench.until(lambda: "hello" in bench.heard)
    assert bench.heard == ["up", "hello"]
    bench.line.stop()


def test_what_the_session_writes_arrives_and_ends_are_told_in_their_order() -> None:
    failed = Failed(COMMAND, DeviceNoAnswer("silent"))
    bench = Bench(lambda: Scripted([Write(b"1:A012\n"), Done(COMMAND, None), failed, Report("x")]))
    bench.line.submit(COMMAND)
    assert bench.far is not None
    assert bench.far.read(1.0) == b"1:A012\n"
    assert bench.heard == ["up", Done(COMMAND, None), failed, "x"]
    bench.line.stop()


@pytest.mark.expects_warnings
def test_a_session_of_before_a_cut_never_hears_what_comes_after_it() -> None:
    bench = Bench(Scripted)
    assert bench.far is not None
    bench.far.close()
    bench.until(lambda: "down" in bench.heard)
    old = bench.made[-1]
    bench.line.submit(COMMAND)  # in vain: there is nobody to tell
    assert old.told == []
    bench.ticks += 60
    bench.step()
    assert bench.made[-1] is not old
    bench.line.submit(COMMAND)
    assert bench.made[-1].told == [COMMAND]
    assert old.told == []
    bench.line.stop()


@pytest.mark.expects_warnings
def test_a_session_that_lasts_is_told_of_the_cut_instead() -> None:
    bench = Bench(Lasting)
    assert bench.heard == ["welcome", "up"]
    assert bench.far is not None
    bench.far.close()
    bench.until(lambda: "down" in bench.heard)
    assert isinstance(bench.heard[2], Failed)
    bench.line.submit(COMMAND)  # it may remember
    bench.ticks += 60
    bench.step()
    (session,) = bench.made
    assert session.told == ["opened", "closed", COMMAND, "opened"]
    bench.line.stop()
    assert session.told[-1] == "closed"


@pytest.mark.expects_warnings
def test_what_was_cut_off_while_it_was_written_is_not_done() -> None:
    """A protocol without acknowledgements is done when it has been written; this was not."""
    script: list[Action] = [Write(b"x"), Done(COMMAND, None), Report("a press")]
    bench = Bench(lambda: Scripted(list(script)), Dead)
    bench.line.submit(COMMAND)
    bench.until(lambda: "down" in bench.heard)
    assert sorted(bench.heard) == ["a press", "down", "up"]
    bench.line.stop()


class Rude:
    """A driver's own link, whose library has errors of its own."""

    name = "usb:1"

    def __init__(self, near: ByteLink) -> None:
        self.read = near.read
        self._near = near

    def write(self, _data: bytes) -> None:
        raise OSError("pipe error")

    def close(self) -> None:
        self._near.close()
        raise OSError("no such device")


@pytest.mark.expects_warnings
def test_a_port_whose_opening_raises_anything_is_down_and_tried_again() -> None:
    openings = [RuntimeError("libusb: odd"), KeyError("claim")]

    def opener() -> ByteLink:
        if openings:
            raise openings.pop()
        return PairLink.pair()[0]

    bench = Bench(Scripted, opener)
    assert bench.heard == ["down"]
    for _ in range(2):
        bench.ticks += 60
        bench.step()
    assert bench.heard == ["down", "down", "up"]
    bench.line.stop()


@pytest.mark.expects_warnings
def test_a_decoder_that_cannot_be_made_opens_no_port_and_is_tried_again() -> None:
    def unmade(_to_device: bool) -> Any:
        raise KeyError("table")

    bench = Bench(Scripted)
    bench.line.stop()
    opened: list[ByteLink] = []

    def opener() -> ByteLink:
        opened.append(PairLink.pair()[0])
        return opened[-1]

    port = DevicePort("led", "x", replace(MUTE_SIGN, decoder=unmade), opener)
    line: DeviceLine[Any] = DeviceLine(bench.runner, port, Scripted, bench)
    line.start()
    bench.step()
    bench.ticks += 60
    bench.step()
    bench.step()
    assert bench.heard == ["up", "down", "down"]
    assert opened == []


@pytest.mark.expects_warnings
def test_a_link_that_raises_anything_at_writing_and_closing_is_a_cut() -> None:
    """And the end of it is told like any other, and ends no other wire with it."""
    bench = Bench(lambda: Scripted([Write(b"x")]), lambda: Rude(PairLink.pair()[0]))
    bench.line.submit(COMMAND)
    bench.until(lambda: "down" in bench.heard)
    assert bench.heard == ["up", "down"]
    bench.line.stop()


def test_noise_is_counted_and_told_to_a_session_that_wants_it() -> None:
    class Babble:
        def __init__(self, _to_device: bool) -> None:
            pass

        def feed(self, data: bytes, _now: float, /) -> list[Any]:
            return [Noise(data, "babble")]

    for kind, told in ((Scripted, 0), (Nosy, 1)):
        bench = Bench(kind, driver=replace(MUTE_SIGN, decoder=Babble))
        line = bench.line
        assert bench.far is not None
        bench.far.write(b"?")
        bench.until(lambda line=line: bool(line.noise))
        assert line.noise == {"babble": 1}
        assert len(line._session.told) == told
        line.stop()


@dataclass
class Punctual(Scripted):
    """The same, and it cares when bytes came."""

    def heard(self, reply: Any, at: float, now: float) -> list[Action]:
        self.told.append((at, now))
        return [Report(reply)]


def test_a_loop_that_was_busy_does_not_make_bytes_younger() -> None:
    """They are timed where they are read: a line whose loop stalls for a second was not late."""
    bench = Bench(Punctual)
    assert bench.far is not None
    bench.far.write(b"hello\n")
    while not bench.runner._inbox:  # the reader's thread has taken it, the loop has not
        pass
    bench.ticks += 1.0
    bench.until(lambda: "hello" in bench.heard)
    assert bench.made[-1].told == [(100.0, 101.0)]
    bench.line.stop()


@pytest.mark.expects_warnings
@pytest.mark.parametrize("lazily", [False, True])
def test_a_decoder_that_raises_ends_no_reader(lazily: bool) -> None:
    class Brittle:
        def __init__(self, _to_device: bool) -> None:
            pass

        def feed(self, data: bytes, _now: float, /) -> Any:
            return (self._read(each) for each in (data,)) if lazily else [self._read(data)]

        def _read(self, data: bytes) -> str:
            if data == b"bad":
                raise IndexError("of somebody else")
            return data.decode()

    bench = Bench(Scripted, driver=replace(MUTE_SIGN, decoder=Brittle))
    line = bench.line
    assert bench.far is not None
    bench.far.write(b"bad")
    bench.until(lambda: bool(line.noise))
    bench.far.write(b"good")
    bench.until(lambda: "good" in bench.heard)
    assert bench.heard == ["up", "good"], "the line never fell"
    line.stop()


class Stumbling(Scripted):
    """A session of somebody else's that raises at one of its methods."""

    def __init__(self, at: str, error: BaseException) -> None:
        super().__init__()
        self._at, self._error = at, error

    def _go(self, at: str) -> None:
        if at == self._at:
            raise self._error

    def submit(self, command: Any, now: float) -> list[Action]:
        self._go("submit")
        return super().submit(command, now)

    def receive(self, reply: Any, now: float) -> list[Action]:
        self._go("receive")
        return super().receive(reply, now)

    def tick(self, now: float) -> list[Action]:
        self._go("tick")
        return super().tick(now)

    def next_wakeup(self) -> float | None:
        self._go("next_wakeup")
        return 100.0 if self._at == "tick" else None


@pytest.mark.expects_warnings
@pytest.mark.parametrize("error", [KeyError("table"), SystemExit("bye")])
@pytest.mark.parametrize("at", ["submit", "receive", "tick", "next_wakeup", "begin"])
def test_a_session_that_raises_is_a_line_down_and_a_new_one_begins(
    at: str, error: BaseException
) -> None:
    """And not an exception with every turn of the loop, nor the end of its process."""
    made: list[object] = []

    def begin() -> Any:
        made.append(at)
        if at == "begin" and len(made) == 2:
            raise error
        return Stumbling(at if len(made) < 3 else "nowhere", error)

    bench = Bench(begin)
    bench.line.submit(COMMAND)
    if bench.far is not None and at == "receive":
        bench.far.write(b"hello\n")
    bench.until(lambda: "down" in bench.heard)
    bench.ticks += 60
    bench.until(lambda: bench.heard[-1] == "up")
    assert bench.heard.count("down") == 1
    bench.line.stop()
