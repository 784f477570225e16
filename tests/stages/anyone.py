"""A client that asks in the name of whoever may: for tests about something else than rights."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from broker.bus.account import Account
from broker.bus.enquiries import EXPIRY
from broker.bus.mqtt import MqttBus
from broker.bus.properties import asking
from broker.domain.clients import Rights, clients
from broker.domain.hall import Hall
from broker.domain.refusals import Refusal
from broker.domain.requests import AnyRequest
from broker.wire import codec
from broker.wire.topics import Topics


class Anyone:
    """Finds who may ask for something in one hall, and remembers it."""

    def __init__(self, hall: Hall) -> None:
        self._names = [each.name for each in clients(hall)]
        self._rights = Rights(clients(hall))
        self._found: dict[tuple[object, ...], tuple[str, str]] = {}

    def speaker(self, request: AnyRequest) -> tuple[str, str]:
        """A client that may ask for this, and for whom it then speaks: whom the request names,
        where anybody may speak for that, else itself. Where nobody may at all, whom it names."""
        key = (type(request), getattr(request, "window", 0), request.source)
        if key not in self._found:
            self._found[key] = self._find(request)
        return self._found[key]

    def _find(self, request: AnyRequest) -> tuple[str, str]:
        as_it_is = [(each, request.source) for each in self._names]
        for client, source in (*as_it_is, *((each, each) for each in self._names)):
            try:
                self._rights.check(client, replace(request, source=source))
            except Refusal:
                continue
            return client, source
        return request.source, request.source


class AnyoneBus(MqttBus):
    """Hears every answer of the hall, and asks for everybody."""

    def __init__(
        self, hall: Hall, account: Account, topics: Topics, *more: Any, **named: Any
    ) -> None:
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
