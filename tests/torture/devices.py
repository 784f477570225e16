"""A process that keeps what devices acknowledge, as `evaluators` and `clockin` do.

`python -m tests.torture.devices KIND --hall … --run …`: every line on its standard input is a
request for its outbox; it prints `kept ID` once the person may be thanked. KIND `honest` has the
real outbox; the others are sabotage.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from functools import partial
from typing import Any

from msgspec.structs import replace

from broker import logs
from broker.bus.account import Account
from broker.bus.enquiries import EXPIRY
from broker.bus.mqtt import MqttBus
from broker.bus.properties import asking
from broker.domain.errors import StoreKnown
from broker.domain.hall import Hall
from broker.domain.requests import AnyRequest
from broker.service import life
from broker.service.life import Service
from broker.service.outbox import Outbox
from broker.settings import load
from broker.wire import codec
from broker.wire.topics import Topics
from tests.stages.anyone import Anyone
from tests.torture.roles import words

FILE = "outbox-devices.db"
SERVICE = "devices"


class Honest(Outbox):
    """The outbox as it is."""


class OnceSent(Outbox):
    """Lets go of a request as soon as it was handed to the bus."""

    def _go_on(self) -> None:
        super()._go_on()
        if self._asking is not None:
            self._requests.let_go(self._asking.id)


class TrustsBroker(Outbox):
    """Lets go of a request when the broker has acknowledged it (PUBACK)."""

    def _go_on(self) -> None:
        super()._go_on()
        asking, bus = self._asking, self._bus
        if asking is not None and isinstance(bus, MqttBus):
            bus._client.on_publish = lambda *_: self._runner_post(asking.id)

    def _runner_post(self, identity: str) -> None:
        self._requests.let_go(identity)
        self._asking = None
        self._go_on()


KINDS: dict[str, type[Outbox]] = {
    "honest": Honest,
    "once-sent": OnceSent,
    "trusts-broker": TrustsBroker,
}


class BothBus(MqttBus):
    """What waits here is of evaluators and of readers: it asks as whose it is, and hears every
    answer of the hall. Its broker has to let it."""

    def __init__(self, hall: Hall, account: Account, topics: Topics, *more: Any, **named: Any):
        super().__init__(account, topics, *more, **named)
        self._anyone = Anyone(hall)
        self._add(topics.reply("+"), self._take_answer)

    def _send(self, request: AnyRequest) -> None:
        if self._up:
            client, source = self._anyone.speaker(request)
            said = codec.encode_request(replace(request, source=source))
            topic = self._topics.request(client, type(request))
            self._client.publish(topic, said, qos=1, properties=asking(request.id, EXPIRY))
            self._pump.written()


class Desk:
    """Standard input to the outbox."""

    def __init__(self, service: Service, kind: type[Outbox]) -> None:
        file, disk = service.settings.run / FILE, service.disk_thread()
        self._outbox = kind(file, service.bus, service.runner, committer=disk)
        self._service = service
        service.at_end.callback(self._outbox.close)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin.buffer:
            self._service.runner.post(self._put, line)
        os.kill(os.getpid(), signal.SIGTERM)

    def _put(self, line: bytes) -> None:
        request = codec.decode_request(line)
        self._outbox.put(request, partial(self._kept, request.id))

    def _kept(self, identity: str, refusal: StoreKnown | None) -> None:
        if refusal is None:
            sys.stdout.write(f"kept {identity}\n")
            sys.stdout.flush()


def main() -> None:
    """Serve until SIGTERM or the end of the input."""
    asked = words(KINDS)
    logs.configure("devices")
    kind, settings = KINDS[asked.kind], load(asked.hall, asked.run)
    life.MqttBus = partial(BothBus, settings.hall)  # type: ignore[assignment,misc]  # for one process of a test
    life.serve(settings, SERVICE, lambda service: Desk(service, kind))


if __name__ == "__main__":
    main()
