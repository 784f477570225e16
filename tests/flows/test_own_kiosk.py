"""Somebody's own kiosk, as docs/asyncapi/introduction.md tells it: none of our code in it."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from tests.stages.guarded import papers

HALL = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
MONDAY_MORNING = "2026-11-23T01:00:00+00:00"
PATIENCE = 60.0  # seconds
BASE = "hall/v2/zhenlai"
REPLY = f"{BASE}/service/kiosk-1/reply"


class OwnKiosk:
    """A client that knows nothing but the page."""

    def __init__(self, host: str, port: int, run: Path) -> None:
        self.answers: queue.Queue[tuple[bytes, dict[str, Any]]] = queue.Queue()
        self.queues: queue.Queue[dict[str, Any]] = queue.Queue()
        self._client = paho.Client(
            CallbackAPIVersion.VERSION2, "kiosk-1", protocol=MQTTProtocolVersion.MQTTv5
        )
        self._client.on_message = self._hear
        subscribed: queue.Queue[int] = queue.Queue()
        self._client.on_subscribe = lambda *arguments: subscribed.put(arguments[2])
        self._client.tls_set(*_papers(run))
        self._client.connect(host, port, keepalive=15)
        self._client.loop_start()
        self._client.subscribe([(REPLY, 1), (f"{BASE}/queue/companies/state/now", 1)])
        subscribed.get(timeout=PATIENCE)

    def _hear(self, _client: object, _userdata: object, message: paho.MQTTMessage) -> None:
        payload = json.loads(message.payload)
        if message.topic == REPLY:
            self.answers.put((getattr(message.properties, "CorrelationData", b""), payload))
        else:
            self.queues.put(payload)

    def send(self, name: str, payload: bytes, correlation: str) -> dict[str, Any]:
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho's
        properties.CorrelationData = correlation.encode()
        properties.MessageExpiryInterval = 9
        topic = f"{BASE}/ledger/main/request/kiosk-1/{name}"
        self._client.publish(topic, payload, qos=1, properties=properties)
        returned, answer = self.answers.get(timeout=PATIENCE)
        assert returned == correlation.encode()
        return answer

    def ask(self, name: str, identity: str, **fields: Any) -> dict[str, Any]:
        request = {"type": name, "id": identity, "at": MONDAY_MORNING, "source": "kiosk-1"}
        return self.send(name, json.dumps(request | fields).encode(), identity)

    def until_waiting(self, count: int) -> dict[str, Any]:
        while True:
            state = self.queues.get(timeout=PATIENCE)
            if state["waiting"] == count:
                return state

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


def _papers(run: Path) -> tuple[str, str, str]:
    """What whoever installs a kiosk is handed: three files."""
    made = papers(run, "kiosk-1")
    return str(made.authority), str(made.certificate), str(made.key)


def place_of(process: subprocess.Popen[bytes], run: Path) -> tuple[str, int]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            place = json.loads((run / "broker.json").read_text("utf-8"))
            return place["host"], place["port"]
        except (OSError, ValueError):
            time.sleep(0.02)
    pytest.fail("the hall did not start")


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnKiosk]:
    run = tmp_path_factory.mktemp("run")
    clock = f"{MONDAY_MORNING}|{time.time()!r}|1.0"
    command = [str(Path(sys.executable).parent / "hall"), "up", "--hall", str(HALL)]
    with subprocess.Popen(
        [*command, "--run", str(run), "ledger"],
        env=os.environ | {"HALL_CLOCK": clock},
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            client = OwnKiosk(*place_of(process, run), run)
            client.queues.get(timeout=PATIENCE)  # the retained state: the ledger is there
            yield client
            client.close()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def test_it_takes_a_number_and_waits(kiosk: OwnKiosk) -> None:
    answer = kiosk.ask("reserve-ticket", uuid.uuid4().hex, queue="companies")
    assert answer["type"] == "granted", answer
    reserved = answer["facts"][0]
    assert reserved["type"] == "ticket-reserved"
    assert reserved["number"].startswith("H")
    assert reserved["windows"] == [9, 10, 24]
    answer = kiosk.ask(
        "activate-ticket", uuid.uuid4().hex, ticket=reserved["ticket"], paper="printed"
    )
    assert [fact["type"] for fact in answer["facts"]] == ["ticket-activated"]
    assert kiosk.until_waiting(1)["next"][0]["number"] == reserved["number"]


def test_the_same_touch_asked_again_is_the_same_number(kiosk: OwnKiosk) -> None:
    touch = uuid.uuid4().hex
    first = kiosk.ask("reserve-ticket", touch, queue="civil")
    assert kiosk.ask("reserve-ticket", touch, queue="civil") == first
    other = kiosk.ask("reserve-ticket", uuid.uuid4().hex, queue="civil")
    assert other["facts"][0]["number"] != first["facts"][0]["number"]


def test_a_refusal_is_a_sentence_for_the_screen(kiosk: OwnKiosk) -> None:
    answer = kiosk.ask("reserve-ticket", uuid.uuid4().hex, queue="fishery")
    assert (answer["type"], answer["code"]) == ("refused", "unknown-queue")
    assert answer["zh"]
    assert answer["en"]


def test_what_cannot_be_read_is_refused_to_whoever_sent_it(kiosk: OwnKiosk) -> None:
    answer = kiosk.send("reserve-ticket", b'{"type": "reserve-', "my-correlation")
    assert (answer["type"], answer["code"], answer["request"]) == ("refused", "unreadable", "")
