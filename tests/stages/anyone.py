"""Somebody who asks in the name of whoever may: for tests about something else than rights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from paho.mqtt.client import topic_matches_sub

from broker.bus.account import Account
from broker.bus.base import Connection, Unanswered
from broker.bus.mqtt import MqttBus
from broker.bus.pumps import Pump
from broker.domain.clients import COMMAND, Rights, clients
from broker.domain.hall import Hall
from broker.domain.refusals import Refusal
from broker.domain.requests import Answer, AnyRequest
from broker.service.clock import hall_clock
from broker.service.life import find_broker
from broker.service.runner import Runner
from broker.settings import Settings
from broker.wire.access import access
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Topics
from tests.stages.guarded import papers


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
        return COMMAND, request.source


class AnyoneBus:
    """A bus that hears everything as a command does, and asks and says each thing as a program of
    the client whose it is: a connection to each, as they are needed. A part of its loop; `pump`
    makes what moves the bytes of one connection."""

    def __init__(
        self,
        settings: Settings,
        name: str,
        runner: Runner,
        pump: Callable[[], Pump | None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._name = name
        self._runner = runner
        self._pump = pump
        self._topics = Topics(settings.hall.hall.id)
        self._anyone = Anyone(settings.hall)
        self._programs: dict[str, MqttBus] = {}
        self._unsaid: dict[str, list[tuple[str, Struct]]] = {}  # by client, until it is up
        self._ours = self._program(COMMAND)

    def start(self) -> None:
        """Connect as a command."""
        self._ours.start()

    def prepare(self, names: Iterable[str]) -> None:
        """Connect as these already now: a hall of many tests keeps what one of them begins."""
        for each in names:
            self._program(each)

    def stop(self) -> None:
        """Leave, all of us."""
        for each in self._programs.values():
            each.stop()

    def on_connection(self, handler: Callable[[Connection], None]) -> None:
        """Hear when we come up or go down."""
        self._ours.on_connection(handler)

    def subscribe(self, topics: str, of: type[Any], handler: Callable[[Any], None]) -> None:
        """Hear what is said there."""
        self._ours.subscribe(topics, of, handler)

    def ask(self, request: AnyRequest, handler: Callable[[Answer | Unanswered], None]) -> None:
        """Ask as whoever may."""
        client, source = self._anyone.speaker(request)
        self._program(client).ask(replace(request, source=source), handler)

    def publish(self, topic: str, message: Struct, *, retain: bool = False) -> None:
        """Say something as the client that may; once it is up, where it begins with that: nobody
        keeps an event that is said before."""
        client = self._owner(topic)
        program, unsaid = self._program(client), self._unsaid.get(client)
        if unsaid is None or retain:
            program.publish(topic, message, retain=retain)
        else:
            unsaid.append((topic, message))

    def clear(self, topic: str) -> None:
        """Take back what is retained there, as the client that may."""
        self._program(self._owner(topic)).clear(topic)

    def _owner(self, topic: str) -> str:
        hall = self._settings.hall
        for each in clients(hall):
            if any(topic_matches_sub(to, topic) for to in access(self._topics, hall, each).writes):
                return each.name
        raise LookupError(topic)

    def _program(self, client: str) -> MqttBus:
        if client not in self._programs:
            shown = papers(self._settings.run, client)
            account = Account(
                partial(find_broker, self._settings),
                f"{self._name}-{client}",
                _state,
                guest=True,
                belongs_to=client,
                papers=shown,
            )
            bus = MqttBus(account, self._topics, self._runner.post, pump=self._pump())
            self._programs[client] = bus
            self._unsaid[client] = []
            bus.on_connection(partial(self._say_what_waits, client))
            self._runner.add(bus)
            if client != COMMAND:
                bus.start()
        return self._programs[client]

    def _say_what_waits(self, client: str, connection: Connection) -> None:
        """It is up for the first time."""
        for topic, message in self._unsaid.pop(client, ()) if connection.up else ():
            self._programs[client].publish(topic, message)


def _state(state: Liveness) -> DeviceState:
    return DeviceState(id="x", at=hall_clock().now(), state=state)
