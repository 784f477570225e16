"""Bad bytes, bad messages, bad places, on a whole running hall.

Each is refused with a sentence that names the place, or dropped; nothing is lost, and the hall
goes on: a number can be taken, called, shown, served and rated, and a finger is recorded.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from broker.bus import listeners
from broker.commands.audit import read, troubles
from broker.domain.attendance.requests import RecordPunch
from broker.domain.calling.requests import CallNext
from broker.domain.errors import LinkError
from broker.domain.requests import AnyRequest
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.service import FILE
from broker.link.serialport import SerialLink
from broker.service.life import BROKER_VARIABLE, broker_place
from broker.settings import Settings
from broker.wire.codec import LARGEST
from broker.wire.topics import Kind, Topics
from tests.stages.abused_hall import AbusedHall, abused_hall, until, up
from tests.stages.guarded import admit, papers
from tests.stages.memory import LedgerHall

pytestmark = pytest.mark.timeout(180)

CHANCE = random.Random(20261123)
# What each protocol takes for the beginning of a frame, so that decoders are led on.
BEGINNINGS = {
    "led": b"\xa5" * 8,
    "counters": b"\xff\x68\x08\x08\x68",
    "clockin": b"\xef\x01\xff\xff\xff\xff\x07\xff\xff",
    "printer-1": b"\x10\x04\x01",
}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AbusedHall]:
    with abused_hall(tmp_path_factory.mktemp("abused")) as hall:
        yield hall


@pytest.fixture(autouse=True)
def _no_traceback(hall: AbusedHall) -> Iterator[None]:
    """Whatever is bad is expected by somebody: no process is surprised."""
    before = len(hall.said())
    yield
    assert "Traceback" not in hall.said()[before:]


def garbage(line: str) -> list[bytes]:
    """Bytes that mean nothing, some of which look as if they did."""
    beginning = BEGINNINGS[line]
    return [
        CHANCE.randbytes(3000),
        beginning + CHANCE.randbytes(40),
        beginning * 200,
        bytes(2000),
        b"\xff" * 2000,
        b"".join(beginning + bytes([length, length]) for length in range(256)),
        *(bytes([each]) for each in CHANCE.randbytes(50)),
    ]


def test_garbage_on_every_line(hall: AbusedHall) -> None:
    for line in BEGINNINGS:
        for data in garbage(line):
            hall.garble(line, data)
    hall.goes_on()


PAYLOADS = {
    "nothing": b"",
    "cut": b'{"type":"reserve-ticket","id":"abc',
    "list": b"[]",
    "number": b"12",
    "null": b"null",
    "binary": b"\xff\xfe\x00\x80",
    "surrogate": b'{"type":"\\ud800"}',
    "nested": b"[" * 60000,
    "unknown": b'{"type":"format-the-disk","id":"12345678"}',
    "untyped": b'{"id":"12345678","at":"2026-11-23T01:00:00Z"}',
    "wrong types": b'{"type":"call-next","id":7,"at":"now","source":[],"window":"one","clerk":1}',
    "huge number": b'{"type":"count-stray","id":"12345678","at":"2026-11-23T01:00:00Z",'
    b'"source":"x","window":' + b"9" * 400 + b',"device":"d","key":"k"}',
    "no such time": b'{"type":"call-next","id":"12345678","at":"0000-00-00T99:00:00Z"}',
    "largest": b'{"type":"' + b"x" * (LARGEST - 11) + b'"}',
}


def topics_of(hall: AbusedHall) -> list[str]:
    """Every pattern of topic there is, and some that are not."""
    topics = Topics(hall.settings.hall.hall.id)
    kinds: tuple[type[AnyRequest], ...] = AnyRequest.__args__
    return [
        *(topics.request(client, kind) for kind in kinds for client in ("kiosk-1", "nobody")),
        *(topics.window(n) for n in (1, 2, 99)),
        topics.queue("qa"),
        topics.queue("no-such-queue"),
        topics.calls(),
        topics.day(),
        topics.duty(),
        topics.facts(),
        *(topics.evaluator(n) for n in (1, 2)),
        topics.reader("reader-1"),
        *(topics.liveness(kind, 1) for kind in Kind),
        *(topics.alert(kind, 1, "made-up") for kind in Kind),
        *(topics.reply(name) for name in ("ledger", "displays", "evaluators", "clockin")),
        *(topics.echo(name, name) for name in ("ledger", "displays", "evaluators", "clockin")),
        "hall/v2/whole",
        "hall/v1/whole/ledger/main/request/call-next",
        "hall/v2/whole/ledger/main/request/call-next",
        "hall/v2/whole/ledger/main/request/kiosk-1/no-such-request",
        "hall/v2/whole/ledger/main/request//",
        "hall/v2/whole/ledger/main/request/kiosk-1/call-next/and/more",
        "hall/v2/另一个大厅/window/1/state/now",
        "/",
        "$share/x/y",
    ]


class Stranger:
    """A client that sends what it likes: the broker has been told to let it."""

    def __init__(self, settings: Settings) -> None:
        self._client = paho.Client(
            CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5, client_id="stranger"
        )
        admit(settings.run, "stranger")
        self._client.tls_set_context(papers(settings.run, "stranger").context())
        self._client.connect(*broker_place(settings))
        self._client.loop_start()

    def send(self, topic: str, payload: bytes, response: str | None = None) -> None:
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho's is untyped
        if response is not None:
            properties.ResponseTopic = response
        self._client.publish(topic, payload, qos=1, properties=properties)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


@pytest.mark.expects_warnings  # of the honest client that reads along
def test_bad_payloads_on_every_topic(
    hall: AbusedHall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(listeners, "_MINUTE", 5.0)  # or the rest is said in another test's time
    stranger = Stranger(hall.settings)
    for topic in topics_of(hall):
        for payload in PAYLOADS.values():
            stranger.send(topic, payload)
    hall.goes_on()
    stranger.close()
    until(lambda: "more messages that cannot be read" in caplog.text, "what was not said")


def test_an_oversized_payload_reaches_nobody(hall: AbusedHall) -> None:
    for size in (LARGEST + 1, 3_000_000):
        stranger = Stranger(hall.settings)
        stranger.send(Topics("whole").request("panel-1", CallNext), b" " * size)
        stranger.send(Topics("whole").window(1), b"x" * size)
        time.sleep(0.2)
        stranger.close()
    hall.goes_on()


@pytest.mark.parametrize(
    "response",
    [
        "#",
        "a/+/b",
        "",
        "$SYS/x",
        "hall/v2/whole/ledger/main/request/panel-1/call-next",
        "x" * 60000,
    ],
    ids=["all", "wildcard", "empty", "system", "itself", "long"],
)
def test_an_answer_that_cannot_be_sent_harms_nobody_else(hall: AbusedHall, response: str) -> None:
    """Asked together with honest people, who share the commit."""
    stranger = Stranger(hall.settings)
    for number in range(20):
        identity = f"stranger-{len(response)}-{number}"
        payload = '{"type":"call-next","id":"%s","at":"2026-11-23T01:00:00Z","source":"x",'
        payload += '"window":77,"clerk":"x"}'
        topic = Topics("whole").request("evaluators", CallNext)
        stranger.send(topic, (payload % identity).encode(), response)
        stranger.send(topic, b"{", response)
    hall.serves_somebody()
    hall.is_well()
    stranger.close()


EXTREMES = {
    "far past": '"0001-01-01T00:00:00+23:00"',
    "far future": '"9999-12-31T23:59:59-23:00"',
    "beyond": '"9999-12-31T23:59:59Z"',
}


@pytest.mark.parametrize("moment", EXTREMES.values(), ids=EXTREMES)
def test_moments_at_the_ends_of_time(hall: AbusedHall, moment: str) -> None:
    """A device whose clock is mad: refused or written, and nothing stops."""
    stranger = Stranger(hall.settings)
    at = f'"at":{moment},"source":"mad"'
    punch = f'"type":"record-punch","staff":"101","device":"d","punched_at":{moment},"way":"finger"'
    press = f'"armed_at":{moment},"pressed_at":{moment}'
    rating = f'"type":"give-rating","visit":"x.1","level":"satisfied","device":"d",{press}'
    ticket = f'"type":"reserve-ticket","queue":"qa","group":"appointment","slot":{moment}'
    for number, words in enumerate((punch, rating, ticket)):
        payload = f'{{{words},"id":"mad-{sum(moment.encode())}-{number}",{at}}}'
        stranger.send(Topics("whole").request("command", RecordPunch), payload.encode())
    hall.goes_on()
    stranger.close()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("led", ("send", "onbon", "--text", "A001")),
        ("counters", ("send", "ff68", "--text", "A001")),
        ("printer-1", ("send", "escpos", "--text", "A001")),
        ("clockin", ("probe", "ef01")),
    ],
)
def test_a_port_in_use_is_refused_with_its_name(
    line: str, words: tuple[str, ...], hall: AbusedHall
) -> None:
    place = hall.settings.run / "tty" / line
    said = hall_command(*words, "--port", place, "--address", 1)
    assert said.returncode == 1
    assert f"{place}: another program holds this port" in said.stdout + said.stderr
    hall.is_well()


def test_a_thief_who_reads_along_gets_bytes_and_breaks_nothing(hall: AbusedHall) -> None:
    """No lock stops a program that asks for none; when it leaves, all is as before."""
    thieves = [os.open(hall.settings.run / "tty" / line, os.O_RDONLY) for line in BEGINNINGS]
    stop = threading.Event()

    def steal(thief: int) -> None:
        os.set_blocking(thief, False)
        while not stop.wait(0.001):
            try:
                os.read(thief, 64)
            except BlockingIOError:
                continue

    threads = [threading.Thread(target=steal, args=(thief,)) for thief in thieves]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    stop.set()
    for thread, thief in zip(threads, thieves, strict=True):
        thread.join()
        os.close(thief)
    hall.goes_on()


def test_a_port_that_another_program_took_is_said_and_taken_back(tmp_path: Path) -> None:
    with abused_hall(tmp_path) as hall:
        topics = hall.person.topics
        _is_taken(hall, "counters", topics.liveness(Kind.EVALUATOR, 1))
        _is_taken(hall, "led", topics.liveness(Kind.DISPLAY, 1))
        _is_taken(hall, "clockin", topics.liveness(Kind.READER, "reader-1"))
        hall.goes_on()


def _is_taken(hall: AbusedHall, line: str, topic: str) -> None:
    place = str(hall.settings.run / "tty" / line)
    hall.stage.hand(f"{line} unplug")
    until(lambda: hall.states[topic].state != "ready", f"{line} is missed")
    other = _takes(hall, line, place)
    said = (f"{place}: another program holds this port", f"{place}：端口被另一个程序占用")
    until(
        lambda: any(each in hall.states[topic].reason for each in said),
        f"{line}: {hall.states[topic]}",
    )
    other.close()
    until(lambda: hall.states[topic].state == "ready", f"{line} is back")


def _takes(hall: AbusedHall, line: str, place: str) -> SerialLink:
    """Another program is quicker than the hall when the device comes back."""
    hall.stage.hand(f"{line} replug")
    while True:
        until(lambda: Path(place).exists(), f"{place} is there")
        try:
            return SerialLink(place, 9600)
        except LinkError:  # the hall was quicker: once more
            hall.stage.hand(f"{line} unplug")
            time.sleep(0.3)
            hall.stage.hand(f"{line} replug")


def kill(hall: AbusedHall, victim: str) -> None:
    """End a process of the hall as a crash would, and see it come back."""
    before = hall.child(victim)
    os.kill(before, signal.SIGKILL)
    until(lambda: hall.child(victim) not in (0, before), f"{victim} is back")


@pytest.mark.parametrize("role", ["ledger", "displays", "evaluators", "clockin"])
def test_a_role_that_is_killed_comes_back(hall: AbusedHall, role: str) -> None:
    kill(hall, f"run {role}")
    hall.goes_on()


def test_a_broker_that_is_killed_comes_back(tmp_path: Path) -> None:
    with abused_hall(tmp_path) as hall:
        hall.serves_somebody()
        kill(hall, "mosquitto")
        hall.goes_on()


def test_a_second_hall_in_the_same_place_is_refused(hall: AbusedHall, tmp_path: Path) -> None:
    log = tmp_path / "second"
    with log.open("wb") as mouth:
        assert up(hall.settings, mouth, "ledger").wait(60) == 1
    said = log.read_text()
    assert f"{hall.settings.run}: a hall is already up in this run directory" in said
    assert len(said.strip().splitlines()) == 1
    hall.goes_on()


def test_a_second_ledger_on_the_same_file_is_refused(hall: AbusedHall) -> None:
    place = ("--hall", str(hall.settings.file), "--run", str(hall.settings.run))
    said = hall_command("run", "ledger", *place)
    assert said.returncode == 1
    assert re.search(r"process [0-9]+ of this machine is ledger already", said.stderr)
    assert "Traceback" not in said.stderr
    hall.goes_on()


def test_a_damaged_ledger_is_named_and_left_as_it_is(
    hall: AbusedHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = LedgerHall(tmp_path)
    for _ in range(100):
        desk.do(ReserveTicket, queue="qa")
    desk.close()
    monkeypatch.setenv(BROKER_VARIABLE, ":".join(map(str, broker_place(hall.settings))))
    place = ("--hall", hall.settings.file, "--run", tmp_path)
    file = tmp_path / FILE
    whole = file.read_bytes()
    pages = len(whole) // 4096
    for page in (0, 1, pages // 2, pages - 1):
        damaged = whole[: page * 4096] + CHANCE.randbytes(4096) + whole[(page + 1) * 4096 :]
        file.write_bytes(damaged)
        said = hall_command("run", "ledger", *place)
        assert said.returncode == 1, f"page {page}"
        assert str(file) in said.stderr
        assert "restore" in said.stderr
        assert "Traceback" not in said.stderr
        assert len(said.stderr.strip().splitlines()) == 1
        assert file.read_bytes() == damaged, "evidence was touched"
    file.write_bytes(whole)
    assert troubles(list(read(file))) == []


def hall_command(*words: object) -> subprocess.CompletedProcess[str]:
    """Run one `hall` command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "broker.cli", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
