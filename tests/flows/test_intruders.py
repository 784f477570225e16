"""Whoever does not belong to the hall, or does what is not its own: refused, counted, and told.

Each attack is a foreign client (paho, bare) over TLS against a hall as `hall up` starts it.
"""

from __future__ import annotations

import json
import queue
import signal
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from os import environ, kill
from pathlib import Path
from typing import Any, Self

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from broker.bus.papers import KEYS, LIFE, Papers, _Tidy
from broker.certificates.authority import Authority
from broker.domain.desks.tries import FREE, LOCKED_AT
from broker.service.clock import VARIABLE
from broker.service.life import broker_place
from broker.settings import load
from broker.wire.topics import Kind, Topics
from tests.stages.pins import PIN, give_pins
from tests.stages.processes import HALL, PATIENCE, morning_clock

TOPICS = Topics("eight")
REFUSED = "not authorized"
RIGHT, WRONG = "86420975", "75318642"  # PINs that stand nowhere by chance


@dataclass
class Hall:
    """A hall that is up, and its authority."""

    run: Path
    place: tuple[str, int]
    authority: Authority

    def papers(self, name: str, at: datetime | None = None) -> Papers:
        return self.authority.provide(name, at or datetime.now(UTC))


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    run = tmp_path_factory.mktemp("run")
    give_pins(run, load(HALL, run).hall, {"102": RIGHT})
    words = [sys.executable, "-m", "broker.cli", "--language", "en", "up", "--hall", str(HALL)]
    process = subprocess.Popen(
        [*words, "--run", str(run), "ledger"],
        env=dict(environ) | {VARIABLE: morning_clock()},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = next((line for line in process.stdout if "is up: the ledger answers" in line), "")
    assert said
    settings = load(HALL, run)
    yield Hall(run, broker_place(settings), Authority(run / KEYS, "eight"))
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


@dataclass
class Foreign:
    """A client of somebody else, with these papers, or none."""

    hall: Hall
    context: ssl.SSLContext | None
    name: str = "foreign"
    came: queue.Queue[str] = field(default_factory=queue.Queue)
    said: queue.Queue[str] = field(default_factory=queue.Queue)
    heard: queue.Queue[tuple[str, Any]] = field(default_factory=queue.Queue)

    def __enter__(self) -> Self:
        self._client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=self.name, protocol=MQTTProtocolVersion.MQTTv5
        )
        if self.context is not None:
            self._client.tls_set_context(self.context)
        self._client.on_connect = lambda *each: self.came.put(str(each[3]))
        self._client.on_disconnect = lambda *each: self.came.put(f"gone: {each[3]}")
        self._client.on_publish = lambda *each: self.said.put(str(each[3]).lower())
        self._client.on_subscribe = lambda *_: self.came.put("subscribed")
        self._client.on_message = lambda *each: self.heard.put((each[2].topic, each[2].payload))
        try:
            self._client.connect(*self.hall.place)
        except OSError as error:
            self.came.put(f"gone: {error}")
        self._client.loop_start()
        return self

    def __exit__(self, *_: object) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def hear(self, topics: str) -> None:
        self._client.subscribe(topics, qos=1)
        assert self.came.get(timeout=PATIENCE) == "subscribed"

    def say(self, topic: str, payload: bytes, *, retain: bool = False) -> str:
        """What the broker says to it."""
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho's
        properties.ResponseTopic = TOPICS.reply("panel-1")  # nobody is answered there for it
        self._client.publish(topic, payload, qos=1, retain=retain, properties=properties)
        return self.said.get(timeout=PATIENCE)

    def ask(self, client: str, kind: str, **fields: Any) -> str:
        """Send a request, and what the broker says to that."""
        said = {"type": kind, "at": "2026-11-23T01:00:00Z", "source": client, **fields}
        topic = f"hall/v2/eight/ledger/main/request/{client}/{kind}"
        return self.say(topic, json.dumps(said).encode())


def believed(papers: Papers, authority: Path | None = None) -> ssl.SSLContext:
    """What a client with these papers shows, that believes this authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.sslsocket_class = _Tidy
    context.load_verify_locations(authority or papers.authority)
    context.load_cert_chain(papers.certificate, papers.key)
    return context


def without(hall: Hall, _folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.sslsocket_class = _Tidy
    context.load_verify_locations(hall.authority.certificate)
    return context


def of_another_hall(hall: Hall, folder: Path) -> ssl.SSLContext:
    other = Authority(folder / "other", "eight")
    other.found()
    return believed(other.provide("kiosk-1", datetime.now(UTC)), hall.authority.certificate)


def expired(hall: Hall, _folder: Path) -> ssl.SSLContext:
    old = hall.papers("kiosk-8", datetime.now(UTC) - LIFE - timedelta(days=2))
    return believed(old)


def revoked(hall: Hall, _folder: Path) -> ssl.SSLContext:
    """Its rights were taken back: the broker reads the list anew when somebody joins or leaves."""
    context = believed(hall.papers("kiosk-9"))
    hall.authority.expel("kiosk-9")
    number = int((hall.run / "mosquitto" / "mosquitto.pid").read_text("ascii"))
    before = in_log(hall, "Reloading")
    kill(number, signal.SIGHUP)
    until(lambda: in_log(hall, "Reloading") > before)
    return context


CONTEXTS: dict[str, Callable[[Hall, Path], ssl.SSLContext | None]] = {
    "without TLS": lambda _hall, _folder: None,
    "without a certificate": without,
    "with one of another hall": of_another_hall,
    "with one that has expired": expired,
    "with one that was taken back": revoked,
}


@pytest.mark.parametrize("attack", CONTEXTS)
def test_who_does_not_belong_here_is_not_let_in(attack: str, hall: Hall, tmp_path: Path) -> None:
    before = strangers(hall)
    with Foreign(hall, CONTEXTS[attack](hall, tmp_path)) as foreign:
        assert foreign.came.get(timeout=PATIENCE).startswith("gone")
    until(lambda: strangers(hall) > before)
    assert_it_gives_numbers(hall)


def test_who_is_not_listed_is_let_in_to_nothing(hall: Hall) -> None:
    """A certificate of this hall's authority, of somebody that hall.toml does not have."""
    with Foreign(hall, believed(hall.papers("kiosk-77"))) as foreign:
        assert foreign.came.get(timeout=PATIENCE) == "Success"
        foreign.hear("#")
        assert foreign.ask("kiosk-77", "reserve-ticket", id="unlisted-1", queue="qa") == REFUSED
        assert foreign.say(TOPICS.window(1), b"", retain=True) == REFUSED
        assert_it_gives_numbers(hall)
        assert foreign.heard.empty()
    told(hall, "kiosk-77")


ATTACKS: dict[str, Callable[[Foreign], str]] = {
    "calls a ticket": lambda kiosk: kiosk.ask(
        "kiosk-1", "call-next", id="attack-01", window=1, clerk="101"
    ),
    "calls one as a panel": lambda kiosk: kiosk.ask(
        "panel-1", "call-next", id="attack-02", window=1, clerk="101"
    ),
    "opens a window without a PIN": lambda kiosk: kiosk.ask(
        "kiosk-1", "open-window", id="attack-05", window=1, clerk="101"
    ),
    "signs in as a panel": lambda kiosk: kiosk.ask(
        "panel-1", "sign-in", id="attack-06", staff="1001"
    ),
    "rates": lambda kiosk: kiosk.ask("evaluators", "give-rating", id="attack-03"),
    "punches": lambda kiosk: kiosk.ask("clockin", "record-punch", id="attack-04", staff="101"),
    "clears a window's state": lambda kiosk: kiosk.say(TOPICS.window(1), b"", retain=True),
    "says that another is lost": lambda kiosk: kiosk.say(
        TOPICS.liveness(Kind.SERVICE, "ledger"), b"", retain=True
    ),
    "answers in the ledger's place": lambda kiosk: kiosk.say(TOPICS.reply("panel-1"), b"{}"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_kiosk_does_not_what_is_another_s(attack: str, hall: Hall) -> None:
    with Foreign(hall, believed(hall.papers("kiosk-1")), attack) as kiosk:
        assert kiosk.came.get(timeout=PATIENCE) == "Success"
        assert ATTACKS[attack](kiosk) == REFUSED
        assert_it_gives_numbers(hall)
    told(hall, "kiosk-1")


def test_a_kiosk_hears_no_answer_to_another(hall: Hall) -> None:
    with Foreign(hall, believed(hall.papers("kiosk-1"))) as kiosk:
        assert kiosk.came.get(timeout=PATIENCE) == "Success"
        kiosk.hear(TOPICS.reply("panel-1"))
        kiosk.hear(TOPICS.requests())
        with Foreign(hall, believed(hall.papers("panel-1")), "panel") as panel:
            assert panel.came.get(timeout=PATIENCE) == "Success"
            panel.hear(TOPICS.reply("panel-1"))
            panel.ask("panel-1", "sign-in", id=f"panel-{time.time_ns()}", staff="1001", pin="1")
            topic, answer = panel.heard.get(timeout=PATIENCE)
            assert topic == TOPICS.reply("panel-1")
            assert json.loads(answer)["type"] in {"granted", "refused"}
        assert kiosk.heard.empty()


@pytest.mark.parametrize(
    "wrong",
    [{"source": "panel-1"}, {"source": "kiosk-2"}],
    ids=["in a panel's name", "in another kiosk's name"],
)
def test_the_ledger_refuses_who_speaks_in_another_s_name(hall: Hall, wrong: dict[str, str]) -> None:
    with Foreign(hall, believed(hall.papers("kiosk-1"))) as kiosk:
        kiosk.came.get(timeout=PATIENCE)
        kiosk.hear(TOPICS.reply("kiosk-1"))
        name = f"name-{time.time_ns()}"
        assert kiosk.ask("kiosk-1", "reserve-ticket", id=name, queue="qa", **wrong) == "success"
        _, answer = kiosk.heard.get(timeout=PATIENCE)
        assert json.loads(answer)["code"] == "not-entitled"
    told(hall, "kiosk-1")


def test_an_id_with_other_content_is_refused(hall: Hall) -> None:
    with Foreign(hall, believed(hall.papers("kiosk-1"))) as kiosk:
        kiosk.came.get(timeout=PATIENCE)
        kiosk.hear(TOPICS.reply("kiosk-1"))
        name = f"replay-{time.time_ns()}"
        kiosk.ask("kiosk-1", "reserve-ticket", id=name, queue="qa")
        assert json.loads(kiosk.heard.get(timeout=PATIENCE)[1])["type"] == "granted"
        kiosk.ask("kiosk-1", "reserve-ticket", id=name, queue="qa", group="elderly")
        assert json.loads(kiosk.heard.get(timeout=PATIENCE)[1])["code"] == "different-content"


def answered(client: Foreign, name: str, kind: str, **fields: Any) -> dict[str, Any]:
    """Ask as a client that hears its own answers, and what the ledger says."""
    known = f"{name}-{time.time_ns()}"
    assert client.ask(name, kind, id=known, **fields) == "success"
    while True:
        said = json.loads(client.heard.get(timeout=PATIENCE)[1])
        if said["request"] == known:
            return dict(said)


@contextmanager
def panel_of(hall: Hall, window: int) -> Iterator[tuple[Foreign, str]]:
    name = f"panel-{window}"
    with Foreign(hall, believed(hall.papers(name)), f"foreign-{name}") as panel:
        assert panel.came.get(timeout=PATIENCE) == "Success"
        panel.hear(TOPICS.reply(name))
        yield panel, name


def test_a_session_of_another_panel_is_worth_nothing(hall: Hall) -> None:
    with panel_of(hall, 1) as (first, one), panel_of(hall, 2) as (second, two):
        session = answered(first, one, "sign-in", staff="101", pin=PIN)["signed_in"]["session"]
        answered(second, two, "sign-in", staff="102", pin=RIGHT)
        pause = {"clerk": "101", "reason": "back-soon"}
        assert answered(second, two, "pause-window", window=2, **pause)["code"] == "not-signed-in"
        stolen = answered(second, two, "pause-window", window=2, session=session, **pause)
        assert stolen["code"] == "not-entitled"
        told(hall, two)
        honest = answered(first, one, "pause-window", window=1, session=session, **pause)
        assert honest["type"] == "granted"
    assert_it_gives_numbers(hall)


def test_a_thousand_tries_from_three_clients_are_a_handful(hall: Hall) -> None:
    with panel_of(hall, 3) as one, panel_of(hall, 4) as other, panel_of(hall, 5) as third:
        clients = (one, other, third)
        codes = [
            answered(client, name, "sign-in", staff="103", pin=f"{nth:03d}{WRONG[3:]}")["code"]
            for nth in range(1000)
            for client, name in [clients[nth % 3]]
        ]
        wrong = codes.count("pin-wrong")
        assert FREE <= wrong <= LOCKED_AT
        assert set(codes) - {"pin-wrong"} <= {"pin-paused", "pin-locked"}
        late = answered(*third, "sign-in", staff="103", pin=PIN)
        assert late["code"] in {"pin-paused", "pin-locked"}
    with closing(sqlite3.connect(f"file:{hall.run / 'ledger.db'}?mode=ro", uri=True)) as db:
        body = "CAST(body AS TEXT)"
        ours = f"{body} LIKE '%\"pin-wrong\"%' AND {body} LIKE '%\"103\"%'"  # and nobody else's
        query = f"SELECT count(*) FROM facts WHERE {ours}"  # noqa: S608  # constants
        ((written,),) = db.execute(query)
    assert written == wrong
    until(lambda: "103 (panel-3/panel-4/panel-5)" in status(hall))
    assert_it_gives_numbers(hall)


def test_a_pin_is_in_nothing_that_a_hall_wrote(hall: Hall) -> None:
    """Right or wrong: no ledger, log, outbox, alert or file of the broker holds one."""
    with panel_of(hall, 6) as (panel, name):
        answered(panel, name, "sign-in", staff="106", pin=WRONG)
    with panel_of(hall, 2) as (panel, name):
        answered(panel, name, "sign-in", staff="102", pin=RIGHT)
    files = [each for each in hall.run.rglob("*") if each.is_file()]
    holding = {each.name: each.read_bytes() for each in files}
    for pin in (RIGHT, WRONG):
        assert not [name for name, held in holding.items() if pin.encode() in held]
    assert [name for name, held in holding.items() if b"panel-6" in held], "the control"
    assert RIGHT not in status(hall)


def assert_it_gives_numbers(hall: Hall) -> None:
    """The hall goes on."""
    with Foreign(hall, believed(hall.papers("kiosk-1")), "honest") as kiosk:
        assert kiosk.came.get(timeout=PATIENCE) == "Success"
        kiosk.hear(TOPICS.reply("kiosk-1"))
        name = f"honest-{time.time_ns()}"
        assert kiosk.ask("kiosk-1", "reserve-ticket", id=name, queue="qa") == "success"
        assert json.loads(kiosk.heard.get(timeout=PATIENCE)[1])["type"] == "granted"


def status(hall: Hall) -> str:
    words = [sys.executable, "-m", "broker.cli", "--language", "en", "status", "--hall", str(HALL)]
    done = subprocess.run(
        [*words, "--run", str(hall.run)], capture_output=True, text=True, check=False
    )
    return done.stdout


def told(hall: Hall, name: str) -> None:
    """Staff are told, in one alert of the broker or the ledger."""

    def is_told() -> bool:
        lines = status(hall).splitlines()
        raised = [n for n, line in enumerate(lines) if "not-entitled" in line]
        return any(name in lines[n + 2] for n in raised)

    until(is_told)


def strangers(hall: Hall) -> int:
    """How many connections the broker would not have, as its log says."""
    return in_log(hall, "routines::")


def in_log(hall: Hall, words: str) -> int:
    text = (hall.run / "mosquitto" / "mosquitto.log").read_text("utf-8", "replace")
    return text.count(words)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)
