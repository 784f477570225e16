"""Somebody with an MQTT client who sees every state of the hall, and may ask for clerks."""

from __future__ import annotations

import threading
from typing import Self

from broker.bus.base import Connection, Delivery, Unanswered
from broker.bus.mqtt import MqttBus
from broker.bus.pumps import LoopPump
from broker.domain.client_names import panel_at
from broker.domain.clients import COMMAND
from broker.domain.desks.requests import SignIn
from broker.domain.ids import StaffId
from broker.domain.requests import Answer
from broker.own_broker import have_papers
from broker.service.clock import Clock
from broker.service.life import connect, new_id
from broker.service.runner import Runner
from broker.settings import Settings
from broker.wire.messages import (
    DeviceState,
    DutyState,
    EvaluatorState,
    Liveness,
    QueueState,
    WindowState,
)
from broker.wire.topics import Topics, subject
from firmware_mocks.rehearsal.patience import QUIET


class Onlooker:
    """Keeps the newest of every state. Read from any thread: values are replaced whole."""

    def __init__(self, settings: Settings, clock: Clock, name: str = "onlooker") -> None:
        self._settings = settings
        self.clock = clock
        self.windows: dict[int, WindowState] = {}
        self.queues: dict[str, QueueState] = {}
        self.devices: dict[tuple[str, str], DeviceState] = {}
        self.evaluators: dict[int, EvaluatorState] = {}
        self.on_duty: tuple[str, ...] = ()
        self._runner = Runner()
        pump = LoopPump(self._runner, self._runner.clock)
        self._bus = connect(settings, name, self._runner.post, clock, pump, guest_of=COMMAND)
        self._runner.add(self._bus)
        self._panels: dict[int, MqttBus] = {}
        self._up = threading.Event()
        self._listen(Topics(settings.hall.hall.id))
        self._thread = threading.Thread(target=self._runner.run, name=name)

    def __enter__(self) -> Self:
        self._runner.post(lambda _: self._bus.start(), None)
        self._thread.start()
        self._up.wait(QUIET)
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.stop()
        self._thread.join()
        for each in (self._bus, *self._panels.values()):
            each.stop()

    def there(self) -> int:
        """How many devices, services, screens and windows say that they are there."""
        ready = [state for state in self.devices.values() if state.state is Liveness.READY]
        return len(ready) + len(self.windows)

    def ready(self, devices: int) -> bool:
        """Whether as many devices and services as expected say they are there."""
        windows = len(self._settings.hall.windows)
        return len(self.windows) == windows and self.there() >= devices + windows

    def sign_in(self, window: int, staff: StaffId, pin: str) -> Answer | Unanswered:
        """Sign in as at the panel of a window, which is not played, and wait for the answer."""
        done = threading.Event()
        heard: list[Answer | Unanswered] = []

        def hear(answer: Answer | Unanswered) -> None:
            heard.append(answer)
            done.set()

        panel, now = panel_at(window), self.clock.now()
        request = SignIn(id=new_id(), at=now, source=panel, staff=staff, pin=pin)
        self._runner.post(lambda _: self._panel(window).ask(request, hear), None)
        done.wait(QUIET)
        return heard[0] if heard else Unanswered(request)

    def _panel(self, window: int) -> MqttBus:
        """A program of that panel, for as long as we look on."""
        if window not in self._panels:
            pump, client = LoopPump(self._runner, self._runner.clock), panel_at(window)
            ours = f"{self._thread.name}-{client}"
            have_papers(self._settings, client)
            bus = connect(
                self._settings, ours, self._runner.post, self.clock, pump, guest_of=client
            )
            self._runner.add(bus)
            bus.start()
            self._panels[window] = bus
        return self._panels[window]

    def _listen(self, topics: Topics) -> None:
        bus = self._bus
        bus.on_connection(self._connected)
        bus.subscribe(topics.windows(), WindowState, self._window)
        bus.subscribe(topics.queues(), QueueState, self._queue)
        bus.subscribe(topics.livenesses(), DeviceState, self._device)
        bus.subscribe(topics.duty(), DutyState, self._duty)
        for post in self._settings.hall.evaluators:
            bus.subscribe(topics.evaluator(post.window), EvaluatorState, self._evaluator)

    def _connected(self, connection: Connection) -> None:
        if connection.up:
            self._up.set()

    def _window(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.windows[delivery.message.window] = delivery.message

    def _queue(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.queues[delivery.message.queue] = delivery.message

    def _device(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.devices[subject(delivery.topic)] = delivery.message

    def _evaluator(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.evaluators[delivery.message.window] = delivery.message

    def _duty(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.on_duty = delivery.message.on_duty
