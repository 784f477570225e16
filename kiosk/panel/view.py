"""The clerk's panel on the glass: Qt's presses into the flow, the flow's values into QML."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from broker.bus.base import Bus, Connection, Delivery, Unanswered
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall, Window
from broker.domain.panels import HotKey
from broker.domain.requests import Answer, AnyRequest
from broker.service.clock import hall_clock
from broker.wire.messages import DeviceState, QueueState, WindowState
from broker.wire.topics import Kind, Topics, subject
from kiosk.panel.flow import PanelFlow
from kiosk.panel.look import PanelLook, look
from kiosk.panel.picks import UNLEARNT, pick
from kiosk.panel.state import PanelKey, Stamp
from kiosk.qt import glasses, qml_host
from kiosk.qt.hot_keys import HotKeys, X11HotKeys, open_hot_keys
from kiosk.qt.pulse import Pulse
from kiosk.qt.runner import QtRunner
from kiosk.words.spelling import Spelling

if TYPE_CHECKING:
    from broker.service.life import Service
    from broker.settings import Settings
    from kiosk.qt.press_watch import PressWatch

T = TypeVar("T")

QML = "panel/Panel.qml"


class PanelView(QObject):
    """One window's panel. Everything runs on the runner's thread; slots only enqueue."""

    fold_wanted = Signal()

    def __init__(
        self, hall: Hall, window: Window, runner: QtRunner, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._hall = hall
        self._flow = PanelFlow(hall, window)
        self._runner = runner
        self._now = now
        self._bus: Bus | None = None
        self._pulse = Pulse()
        self._presses: PressWatch | None = None
        self._spellings: Mapping[str, Spelling] = UNLEARNT
        self.shown = qml_host.ShownLook(self._look())
        runner.add(self)

    def connect_to(self, bus: Bus, topics: Topics) -> None:
        """Hear what the panel shows, and ask through `bus` from now on."""
        self._bus = bus
        flow, window = self._flow, self._flow.window.number
        bus.on_connection(self._hear_connection)
        bus.subscribe(topics.window(window), WindowState, self._hear_window)
        bus.subscribe(topics.queues(), QueueState, self._hear_queue)
        for kind, hear in (
            (Kind.DISPLAY, flow.hear_display),
            (Kind.EVALUATOR, flow.hear_evaluator),
        ):
            bus.subscribe(topics.liveness(kind, window), DeviceState, self._shown_by(hear))

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the panel."""
        self._pressed(self._press, PanelKey(key))

    @Slot(str)
    def choose(self, value: str) -> None:
        """An entry of the open list."""
        self._pressed(self._choose, value)

    @Slot(str)
    def search(self, letters: str) -> None:
        """What was typed to make the open list shorter."""
        self._runner.post(self._search, letters)

    @Slot(int)
    def turn(self, pages: int) -> None:
        """Another page of the open list."""
        self._runner.post(self._turn, pages)

    @Slot(str, str)
    def sign_in(self, number: str, pin: str) -> None:
        """Staff number and PIN."""
        self._runner.post(self._sign_in, (number, pin))

    def next_wakeup(self) -> float:
        """Once a second for the minutes, or when a press need wait no longer."""
        return self._pulse.wakeup(self._flow.next_wakeup(self._runner.clock()))

    def tick(self, now: float) -> None:
        """Time passed."""
        self._flow.tick(now)
        self._pulse.woken(now)
        self._show()

    def watch(self, window: QQuickWindow) -> None:
        """From now on presses count when they came; a key that is held counts once."""
        from kiosk.qt.press_watch import PressWatch

        self._presses = PressWatch(window, self._runner.clock)

    def spell(self, learnt: Mapping[str, Spelling]) -> None:
        """How the queues' names are typed is learnt."""
        self._spellings = learnt
        self._show()

    def take_hot_keys(self, keys: HotKeys) -> None:
        """Hear the desktop's keys from now on; what it does not give is said."""
        refused = keys.claim(self._hall.panel.hot_keys, self._hot_key)
        if refused:
            self._flow.refused_keys(refused)
            self._show()
        if isinstance(keys, X11HotKeys):
            bell = QSocketNotifier(keys.fileno(), QSocketNotifier.Type.Read, self)
            bell.activated.connect(lambda *_: keys.hear())

    def _hot_key(self, key: HotKey) -> None:
        if key is HotKey.SHOW:
            self.fold_wanted.emit()
        else:
            self._runner.post(self._press, (PanelKey(key), self._stamp(self._runner.clock())))

    def _pressed(self, handler: Callable[[tuple[T, Stamp]], None], what: T) -> None:
        press = self._presses.take() if self._presses else None
        if press is None or press.new:
            came = press.came if press else self._runner.clock()
            self._runner.post(handler, (what, self._stamp(came)))

    def _press(self, pressed: tuple[PanelKey, Stamp]) -> None:
        self._do(self._flow.press(*pressed))

    def _choose(self, chosen: tuple[str, Stamp]) -> None:
        self._do(self._flow.choose(*chosen))

    def _search(self, letters: str) -> None:
        self._flow.search(letters, self._stamp(self._runner.clock()))
        self._show()

    def _turn(self, pages: int) -> None:
        self._flow.turn(pages, pick(self._flow, self._spellings).pages)
        self._show()

    def _sign_in(self, entered: tuple[str, str]) -> None:
        self._do(self._flow.sign_in(*entered, self._stamp(self._runner.clock())))

    def _do(self, request: AnyRequest | None) -> None:
        if request is not None and self._bus is not None:
            self._bus.ask(request, self._hear_answer)
        self._show()

    def _hear_connection(self, connection: Connection) -> None:
        self._flow.hear_connection(connection.up)
        self._show()

    def _shown_by(self, hear: Callable[[Any], None]) -> Callable[[Delivery], None]:
        """A listener whose messages go to `hear`, and what changed to the glass."""

        def heard(delivery: Delivery) -> None:
            hear(delivery.message)
            self._show()

        return heard

    def _hear_window(self, delivery: Delivery) -> None:
        self._flow.hear_window(delivery.message, self._runner.clock())
        self._show()

    def _hear_queue(self, delivery: Delivery) -> None:
        _, queue = subject(delivery.topic)
        self._flow.hear_queue(queue, delivery.message)
        self._show()

    def _hear_answer(self, answer: Answer | Unanswered) -> None:
        self._flow.hear_answer(answer, self._runner.clock())
        self._show()

    def _stamp(self, came: float) -> Stamp:
        return Stamp(at=self._now(), now=came, id=uuid.uuid4().hex)

    def _show(self) -> None:
        self.shown.take(self._look())

    def _look(self) -> PanelLook:
        return look(self._flow, self._now(), self._runner.clock(), self._spellings)


def window_of(settings: Settings, key: str) -> Window:
    """The window `key` names. `ConfigError` lists those there are."""
    window = settings.hall.window(int(key)) if key.isdecimal() else None
    if window is None:
        known = ", ".join(str(each.number) for each in settings.hall.windows)
        remedy = f"use one of: {known}"
        raise ConfigError(str(settings.file), "windows", f"no window {key!r}", remedy)
    return window


def build(
    settings: Settings, key: str, runner: QtRunner, engine: QQmlApplicationEngine
) -> PanelView:
    """Show the panel of window `key`, then join the bus."""
    window = window_of(settings, key)
    view = PanelView(settings.hall, window, runner, hall_clock().now)
    height = glasses.panel_height(glasses.free_height())
    glass = qml_host.load(engine, QML, shown=view.shown.map, panel=view, height=height)

    def lit(_event: object) -> None:
        from kiosk.qt.queue_names import learn_queues

        view.watch(glass)
        if settings.hall.panel.hot_keys:
            keys = open_hot_keys(QGuiApplication.platformName())
            runner.at_end.callback(keys.close)
            view.take_hot_keys(keys)
        learn_queues(runner, settings.hall, settings.run, view.spell)

    runner.after_first_frame(lit)

    def connect(service: Service) -> None:
        view.connect_to(service.bus, service.topics)

    qml_host.attach(settings, f"panel-{window.number}", runner, connect)
    return view
