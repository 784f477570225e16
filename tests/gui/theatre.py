"""A stage for tests of screens: engine, runner, a hall in memory, and the hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent
from PySide6.QtQml import QQmlApplicationEngine, QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow
from pytestqt.qtbot import QtBot

from broker.bus.local import LocalBroker, LocalBus
from broker.domain.catalogue import Item
from broker.domain.hall import Hall
from broker.domain.requests import Granted
from broker.ledger.service import Ledger
from broker.service.committer import InLine
from broker.service.life import Service
from broker.settings import Settings
from broker.wire.topics import Topics
from kiosk.qt import qml_host
from kiosk.qt.press_times import EventClock
from kiosk.qt.remote import RemoteControl, items
from kiosk.qt.runner import QtRunner
from tests.stages.halls import HandClock, request_id, small_hall
from tests.stages.memory import MemoryHall

DESK = 96 / 25.4  # pixels per millimetre of a desk screen


class Theatre:
    """Everything around one window. `hands` is there once a window is `shown`."""

    items: tuple[Item, ...] = ()  # of the catalogue, as the ledger knows it

    def __init__(self, qtbot: QtBot, folder: Path, hall: Hall | None = None) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.hall = hall or small_hall()
        self.clock = HandClock()
        self.runner = QtRunner()
        self.engine = QQmlApplicationEngine()
        self.broker = LocalBroker()
        self.topics = Topics(self.hall.hall.id)
        self.others = LocalBus(self.runner.post, self.broker)
        self._closing: list[Callable[[], None]] = []
        self.said: list[dict[str, Any]] = []
        self.settings: Settings
        self.seconds = 1000.0
        self.bus: LocalBus
        self.window: QQuickWindow
        self.hands: RemoteControl

    def prepare(self, px_per_mm: float = DESK) -> None:
        qml_host.prepare(self.engine, px_per_mm)

    def mode(self, *, language: str = "zh", elder: bool = False, contrast: bool = False) -> None:
        """Language and looks, as a citizen would choose them."""
        qml_host.singleton(self.engine, "Words").setProperty("language", language)
        qml_host.singleton(self.engine, "Theme").setProperty("elder", elder)
        qml_host.singleton(self.engine, "Theme").setProperty("highContrast", contrast)
        self.turn()

    def show(self, file: str, **properties: object) -> QQuickWindow:
        self.window = qml_host.load(self.engine, file, **properties)
        self.hands = RemoteControl(self.runner, self.window)
        self.turn()
        return self.window

    def client(self, name: str = "") -> LocalBus:
        """A bus for the screen under test, which asks by its name."""
        bus = LocalBus(self.runner.post, self.broker, client=name)
        self.runner.add(bus)
        return bus

    def serve(self, name: str) -> Service:
        """The screen's part on the bus, which is not begun yet; its disk answers at once."""
        self.bus = self.client(name)
        end = self.runner.at_end
        return Service(
            self.settings, name, self.runner, self.bus, self.topics, self.clock, end, _in_line
        )

    def watch(self, view: Any) -> None:
        """The view of a screen whose presses are timed sees its window; hands have a clock."""
        self.window.frameSwapped.connect(view.framed)
        view.watch(self.window)
        view._presses._clocks.default_factory = lambda: HandEvents()

    def pass_by(self, seconds: float) -> None:
        """Both clocks go on, where the loop's is `seconds`."""
        self.seconds += seconds
        self.clock.pass_by(seconds)
        self.runner.post(lambda _: None, None)
        self.turn()

    def open_ledger(self) -> Ledger:
        """A true ledger on the same loop."""
        hall = MemoryHall(self.folder, self.hall, self.clock, self.broker, self.items)
        service = hall.join("ledger", self.runner)
        ledger = hall.keep_ledger(service)
        service.bus.start()
        self._closing.append(ledger.close)
        self.turn()
        return ledger

    def tell(self, topic: str, message: Struct) -> None:
        """Somebody publishes a retained state."""
        self.others.publish(topic, message, retain=True)
        self.turn()

    def do(self, line: str) -> dict[str, Any]:
        """One line for the hands; what they replied."""
        replies: list[dict[str, Any]] = []
        self.runner.post(lambda said: self.hands.obey(said, replies.append), line)
        self.turn()
        if line.startswith("shot"):  # it waits for a frame
            self.qtbot.waitUntil(lambda: replies != [], timeout=60_000)
        assert len(replies) == 1, f"{line}: {replies}"
        return replies[0]

    def must(self, line: str) -> Any:
        """One line that has to succeed; the value read, if any."""
        reply = self.do(line)
        assert reply["ok"], reply
        return reply.get("value")

    def touch(self, name: str) -> None:
        """A key, as soon as it can be pressed."""
        self.until(name, "enabled", True)
        if self.do(f"read {name} resting")["ok"]:
            self.until(name, "resting", False)
        self.must(f"touch {name}")

    def sign_in(self, number: str, pin: str) -> None:
        """Staff number and PIN, on a screen that asks for them."""
        for line in (
            "touch staff-number-input",
            f"type {number}",
            "touch pin-input",
            f"type {pin}",
            "touch sign-in",
        ):
            self.must(line)

    def ask(self, kind: type, /, **fields: object) -> Any:
        """Somebody else asks what must be granted; its first fact."""
        heard: list[object] = []
        words = {"id": request_id(), "at": self.clock.now(), "source": "test", **fields}
        self.others.ask(kind(**words), heard.append)
        self.turn()
        (answer,) = heard
        assert isinstance(answer, Granted), answer
        return answer.facts[0] if answer.facts else None

    def until(self, name: str, prop: str, value: object) -> None:
        """The property comes to have the value, soon."""
        line = f"read {name} {prop}"
        self.qtbot.waitUntil(lambda: self.do(line).get("value") == value, timeout=60_000)

    def hold(self, key: Qt.Key, times: int, *, confesses: bool = True) -> Iterator[int]:
        """Somebody, or a book, leans on a key: what the keyboard sends, with time between. Not
        every keyboard says that it repeats."""
        for time in range(times):
            for kind, at in ((QEvent.Type.KeyPress, time), (QEvent.Type.KeyRelease, time + 1)):
                says = confesses and time > 0
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", says)
                event.setTimestamp(1_000_000 + 33 * at)
                QCoreApplication.sendEvent(self.window, event)
            self.turn()
            yield time

    def turn(self) -> None:
        """Let everything that waits happen."""
        for _ in range(8):
            self.qtbot.wait(1)

    def close(self) -> None:
        for each in self._closing:
            each()
        self.runner.close()
        qml_host.close(self.engine)


def texts(window: QQuickWindow) -> list[QQuickItem]:
    """Every text that can be seen."""
    return [
        each
        for each in items(window)
        if each.inherits("QQuickText") and each.isVisible() and each.property("text")
    ]


def ink(text: QQuickItem) -> QRectF:
    """Where the letters of a text are on the window."""
    width, height = text.property("contentWidth"), text.property("contentHeight")
    left = (text.width() - width) * _share(text)
    top = (text.height() - height) / 2
    box = QRectF(
        text.mapToScene(QPointF(left, top)), text.mapToScene(QPointF(left + width, top + height))
    )
    font = text.property("font")
    assert isinstance(font, QFont)
    metrics = QFontMetricsF(font)
    lines = max(1, round(height / metrics.lineSpacing()))
    tall = metrics.tightBoundingRect(text.property("text")).height()
    spare = (metrics.height() - tall) / 2 if lines == 1 else metrics.descent() / 2
    return box.adjusted(0, spare, 0, -spare)


def _share(text: QQuickItem) -> float:
    """How much of the spare width lies left of the letters."""
    context = qmlContext(text)
    alignment, _ = QQmlExpression(context, text, "horizontalAlignment + 0").evaluate()
    return {1: 0.0, 2: 1.0, 4: 0.5}[int(alignment)]


def cut_off(window: QQuickWindow) -> list[str]:
    """Texts that do not fit their box or leave the window, and texts that lie on each other."""
    troubles = []
    glass = QRectF(0, 0, window.width(), window.height())
    seen = [(each, ink(each)) for each in texts(window)]
    for each, box in seen:
        said = each.property("text")
        if each.property("truncated"):
            troubles.append(f"{said!r} is truncated")
        if each.property("contentWidth") > each.width() + 1:
            troubles.append(f"{said!r} is wider than its box")
        if not glass.contains(box):
            troubles.append(f"{said!r} leaves the window")
    for place, (each, box) in enumerate(seen):
        for other, its in seen[place + 1 :]:
            if box.adjusted(1, 1, -1, -1).intersects(its.adjusted(1, 1, -1, -1)):
                troubles.append(f"{each.property('text')!r} lies on {other.property('text')!r}")
    return troubles


def too_small(window: QQuickWindow, px_per_mm: float) -> list[str]:
    """Keys of less than 20 mm, by the glass's own millimetres, or not wholly on it."""
    least = round(20 * px_per_mm) - 1
    glass = QRectF(0, 0, window.width(), window.height())
    return [
        f"{name} {place.width():.0f} × {place.height():.0f}"
        for name, place in _keys(window)
        if min(place.width(), place.height()) < least or not glass.contains(place)
    ]


def overlapping(window: QQuickWindow) -> list[str]:
    """Keys that lie on each other."""
    return [
        f"{one} on {other}"
        for (one, here), (other, there) in combinations(_keys(window), 2)
        if here.adjusted(1, 1, -1, -1).intersects(there)
    ]


def covered(window: QQuickWindow) -> list[str]:
    """Texts that a key lies on which is not theirs."""
    keys = [(name, place.adjusted(1, 1, -1, -1)) for name, place in _keys(window)]
    return [
        f"{name} on {text.property('text')!r}"
        for text in texts(window)
        for box in [ink(text)]
        for name, place in keys
        if place.intersects(box) and name not in _owners(text)
    ]


def _owners(item: QQuickItem) -> list[str]:
    """The names of an item and of everything that it stands in."""
    parent = item.parentItem()
    return [item.objectName(), *(_owners(parent) if parent else [])]


def _keys(window: QQuickWindow) -> list[tuple[str, QRectF]]:
    return [
        (each.objectName(), each.mapRectToScene(QRectF(0, 0, each.width(), each.height())))
        for each in items(window)
        if each.isVisible() and each.objectName() and each.property("say") is not None
    ]


class HandEvents(EventClock):
    """Events come when they are handled, by a clock that is moved by hand; those that carry a
    moment of that clock (`Rig.late_tap`) came then."""

    def came(self, stamp: int, now: float) -> float:
        return stamp / 1000 if stamp >= 1_000_000 else now


def _in_line(_post: object) -> InLine:
    return InLine()
