"""A simulated device on a real pty, a TCP port and a memory cable, as a host sees it."""

from __future__ import annotations

import os
import queue
import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from echo_firmware import EchoFirmware, EchoLook

from broker.domain.errors import LinkBusy, LinkClosed, LinkMissing
from broker.link.base import Link
from broker.link.opening import open_link
from broker.link.pair import PairLink
from firmware_mocks.firmware import Output
from firmware_mocks.hosting.cable import Cable
from firmware_mocks.hosting.ends import End, LinkEnd, at_pty, at_tcp
from firmware_mocks.hosting.events import Event, Looked, Misunderstood, Passed, Plugged, Shown
from firmware_mocks.hosting.faults import Faults, Way
from firmware_mocks.hosting.hosted_line import HostedLine
from firmware_mocks.hosting.shared_line import SharedLine

SECONDS = 60.0
E = TypeVar("E")


class Host:
    """A hosted line with its events, and a place for a host to open."""

    def __init__(
        self, make_end: Callable[[], End], *devices: EchoFirmware, cable: Cable | None = None
    ) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.line = HostedLine(SharedLine(list(devices)), make_end, self.events.put, cable)
        self.place = self.line.start()

    def event(self, kind: type[E]) -> E:
        """The next event of this kind."""
        while True:
            event = self.events.get(timeout=SECONDS)
            if isinstance(event, kind):
                return event


@pytest.fixture
def hosted() -> Iterator[Callable[..., Host]]:
    made: list[Host] = []

    def make(*args: object, **more: object) -> Host:
        made.append(Host(*args, **more))  # type: ignore[arg-type]  # passed on as given
        return made[-1]

    yield make
    for host in made:
        host.line.stop()


def read(link: Link, count: int) -> bytes:
    """Exactly `count` bytes, or what came in the time."""
    data = b""
    end = time.monotonic() + SECONDS
    while len(data) < count and time.monotonic() < end:
        data += link.read(0.2)
    return data


def ask(link: Link, data: bytes) -> bytes:
    link.write(data)
    return read(link, len(data))


def test_bytes_on_a_pty_pass_unchanged_whatever_they_are(
    hosted: Callable[..., Host], tmp_path: Path
) -> None:
    everything = bytes([3]) + bytes(range(256))  # ^C ^D ^Q ^S CR LF XON: a cooked tty eats these
    host = hosted(at_pty(tmp_path / "tty" / "one"), EchoFirmware(3))
    link = open_link(host.place, 9600)
    assert ask(link, everything) == everything
    link.close()


def test_a_pty_survives_the_host_closing_and_opening_it(
    hosted: Callable[..., Host], tmp_path: Path
) -> None:
    host = hosted(at_pty(tmp_path / "one"), EchoFirmware(3))
    for _ in range(3):
        link = open_link(host.place, 9600)
        assert ask(link, b"\x03\r\n\x11") == b"\x03\r\n\x11"
        link.close()
    host.line.hand("look")
    assert host.event(Looked).look.powered == 1


def test_a_second_host_is_told_that_the_pty_is_taken(
    hosted: Callable[..., Host], tmp_path: Path
) -> None:
    host = hosted(at_pty(tmp_path / "one"), EchoFirmware(3))
    link = open_link(host.place, 9600)
    with pytest.raises(LinkBusy, match="another program"):
        open_link(host.place, 9600)
    link.close()


def test_the_name_of_a_pty_goes_with_it(tmp_path: Path) -> None:
    host = Host(at_pty(tmp_path / "one"), EchoFirmware(3))
    assert Path(host.place).is_symlink()
    host.line.stop()
    assert not Path(host.place).is_symlink()
    with pytest.raises(LinkMissing):
        open_link(host.place, 9600)


def test_a_name_left_by_a_dead_process_is_taken_over(
    hosted: Callable[..., Host], tmp_path: Path
) -> None:
    (tmp_path / "one").symlink_to("/dev/pts/does-not-exist")
    host = hosted(at_pty(tmp_path / "one"), EchoFirmware(3))
    assert Path(host.place).readlink().parent == Path("/dev/pts")
    open_link(host.place, 9600).close()


def test_a_name_taken_over_by_another_line_is_not_removed(tmp_path: Path) -> None:
    old = Host(at_pty(tmp_path / "one"), EchoFirmware(3))
    new = Host(at_pty(tmp_path / "one"), EchoFirmware(3))
    old.line.stop()
    open_link(new.place, 9600).close()
    new.line.stop()


def test_a_file_in_the_place_of_the_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("somebody's")
    line = HostedLine(SharedLine([EchoFirmware(3)]), at_pty(tmp_path / "one"), lambda _event: None)
    with pytest.raises(LinkBusy, match="no symbolic link"):
        line.start()
    assert (tmp_path / "one").read_text() == "somebody's"


@pytest.mark.parametrize("kind", ["pty", "tcp"])
def test_unplug_ends_the_host_and_replug_brings_the_same_place_back_with_fresh_power(
    hosted: Callable[..., Host], tmp_path: Path, kind: str
) -> None:
    host = hosted(
        at_pty(tmp_path / "one") if kind == "pty" else at_tcp("127.0.0.1", 0), EchoFirmware(3)
    )
    link = open_link(host.place, 9600)
    host.event(Plugged)
    host.line.hand("unplug")
    assert host.event(Plugged) == Plugged(None)
    with pytest.raises(LinkClosed):
        read(link, 1)
    link.close()
    with pytest.raises(LinkMissing):
        open_link(host.place, 9600)
    host.line.hand("key 7")  # nobody hears it: the cable is out
    host.line.hand("replug")
    assert host.event(Plugged) == Plugged(host.place)
    again = open_link(host.place, 9600)
    assert ask(again, b"\x03hello") == b"\x03hello"
    host.line.hand("look")
    assert host.event(Looked).look.powered == 2
    again.close()


def test_a_host_that_never_reads_does_not_stop_the_device(
    hosted: Callable[..., Host], tmp_path: Path
) -> None:
    host = hosted(at_pty(tmp_path / "one"), EchoFirmware(3))
    host.event(Plugged)
    for _ in range(100):  # 100 × 4 KiB: far more than a tty holds, and nobody has opened it
        host.line.hand("key 1")
        host.line._cable.send(Way.TO_HOST, bytes(4096), 0.0)
    host.line.hand("look")
    assert host.event(Looked).look.powered == 1
    link = open_link(host.place, 9600)
    while link.read(0.05):
        pass
    assert ask(link, b"\x03alive") == b"\x03alive"
    link.close()


def test_one_tcp_host_at_a_time_and_the_next_after_it(hosted: Callable[..., Host]) -> None:
    host = hosted(at_tcp("127.0.0.1", 0), EchoFirmware(3))
    first = open_link(host.place, 9600)
    assert ask(first, b"\x03a") == b"\x03a"
    second = open_link(host.place, 9600)
    with pytest.raises(LinkClosed):
        read(second, 1)
    second.close()
    assert ask(first, b"\x03b") == b"\x03b"
    first.close()
    third = open_link(host.place, 9600)
    assert ask(third, b"\x03c") == b"\x03c"
    third.close()


def test_a_taken_tcp_port_is_said_in_a_sentence(hosted: Callable[..., Host]) -> None:
    host = hosted(at_tcp("127.0.0.1", 0), EchoFirmware(3))
    port = int(host.place.rpartition(":")[2])
    line = HostedLine(SharedLine([EchoFirmware(3)]), at_tcp("127.0.0.1", port), lambda _event: None)
    with pytest.raises(LinkBusy, match="cannot listen"):
        line.start()


def two_on_one_wire(hosted: Callable[..., Host]) -> tuple[PairLink, Host]:
    """Devices 1 and 2, and our end of their wire."""
    near, far = PairLink.pair()
    return near, hosted(lambda: LinkEnd(far), EchoFirmware(1), EchoFirmware(2))


def test_devices_on_one_bus_hear_everything_and_only_the_addressed_one_answers(
    hosted: Callable[..., Host],
) -> None:
    near, host = two_on_one_wire(hosted)
    assert ask(near, b"\x02hello") == b"\x02hello"
    host.line.hand("@1 look")
    assert host.event(Looked).look.heard == b"\x02hello".hex()


def test_a_device_pulled_off_the_bus_is_deaf_and_dumb_while_the_other_goes_on(
    hosted: Callable[..., Host],
) -> None:
    near, host = two_on_one_wire(hosted)
    host.line.hand("@2 unplug")
    near.write(b"\x02lost")
    host.event(Passed)
    assert ask(near, b"\x01here") == b"\x01here"
    host.line.hand("@2 replug")
    assert ask(near, b"\x02back") == b"\x02back"
    host.line.hand("@2 look")
    assert host.event(Looked).look == EchoLook(b"\x02back".hex(), 2)


class Both(EchoFirmware):
    """A device that answers whatever it hears, as on a bus where two have one address."""

    def feed(self, data: bytes, now: float) -> list[Output]:
        return super().feed(bytes([self.address]) + data[1:], now)


def test_two_devices_that_answer_at_once_collide(hosted: Callable[..., Host]) -> None:
    near, far = PairLink.pair()
    hosted(lambda: LinkEnd(far), Both(1), Both(2))
    near.write(b"\x01who")
    came = read(near, 8)
    assert b"who" not in came
    assert len(came) == 8


def test_a_silent_device_hears_and_does_not_answer(hosted: Callable[..., Host]) -> None:
    near, host = two_on_one_wire(hosted)
    host.line.hand("@2 fault silent")
    near.write(b"\x02quiet")
    host.event(Passed)
    assert ask(near, b"\x01loud") == b"\x01loud"
    host.line.hand("@2 look")
    assert host.event(Looked).look.heard.startswith(b"\x02quiet".hex())
    host.line.hand("@2 fault silent off")
    assert ask(near, b"\x02again") == b"\x02again"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("key", "not understood"),
        ("key 1", "which: @1, @2"),
        ("@9 key 1", "there are @1, @2"),
        ("@x key 1", "no address"),
        ("@1 fault", "of the wire: drop"),
        ("fault drop 7", "from 0 to 1"),
        ("@9 unplug", "no device @9"),
    ],
)
def test_a_wrong_hand_is_answered_with_a_sentence(
    hosted: Callable[..., Host], words: str, sentence: str
) -> None:
    _near, far = PairLink.pair()
    devices = [EchoFirmware(1)] if words == "key" else [EchoFirmware(1), EchoFirmware(2)]
    host = hosted(lambda: LinkEnd(far), *devices)
    host.line.hand("")
    host.line.hand(words)
    assert sentence in host.event(Misunderstood).sentence


def test_a_broken_device_is_reported_and_its_line_goes_on(hosted: Callable[..., Host]) -> None:
    near, far = PairLink.pair()
    host = hosted(lambda: LinkEnd(far), EchoFirmware(3))
    near.write(b"\x03break")
    assert "bad part" in host.event(Misunderstood).sentence
    assert ask(near, b"\x03on") == b"\x03on"


def test_an_answer_takes_the_time_the_device_needs(hosted: Callable[..., Host]) -> None:
    near, far = PairLink.pair()
    hosted(lambda: LinkEnd(far), EchoFirmware(3, after=0.15))
    begun = time.monotonic()
    assert ask(near, b"\x03slow") == b"\x03slow"
    assert time.monotonic() - begun >= 0.15


def test_a_device_is_ticked_when_it_asked_for_it(hosted: Callable[..., Host]) -> None:
    near, far = PairLink.pair()
    host = hosted(lambda: LinkEnd(far), EchoFirmware(3))
    near.write(b"\x03later")
    assert {host.event(Shown).show.what for _ in range(3)} == {"power", "heard", "ticked"}


def test_an_echoing_adapter_gives_the_host_its_own_bytes_first(
    hosted: Callable[..., Host],
) -> None:
    near, far = PairLink.pair()
    host = hosted(lambda: LinkEnd(far), EchoFirmware(3, after=0.01))
    host.line.set_faults(Faults(echo=True))
    near.write(b"\x03x")
    assert read(near, 4) == b"\x03x\x03x"


def test_what_passes_on_the_wire_can_be_watched(hosted: Callable[..., Host]) -> None:
    near, far = PairLink.pair()
    host = hosted(lambda: LinkEnd(far), EchoFirmware(3))
    near.write(b"\x03x")
    assert host.event(Passed) == Passed(Way.TO_DEVICE, b"\x03x")
    assert host.event(Passed) == Passed(Way.TO_HOST, b"\x03x")


def test_two_devices_cannot_share_an_address() -> None:
    with pytest.raises(ValueError, match="address of its own"):
        SharedLine([EchoFirmware(1), EchoFirmware(1)])


def test_without_our_hand_on_the_slave_a_pty_dies_with_its_host() -> None:
    """The control: this is the trap that `PtyEnd` holds the slave open for."""
    master, slave = os.openpty()
    os.close(slave)
    select.select([master], [], [], 1.0)
    with pytest.raises(OSError, match="Input/output"):
        os.read(master, 1)
    os.close(master)
