"""The hall board on the glass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtQml import QQmlApplicationEngine

from broker.bus.base import Bus, Connection, Delivery
from broker.domain.hall import Hall
from broker.domain.notices import Notice
from broker.service.clock import hall_clock
from broker.settings.notices import load_notices
from broker.settings.watched_table import TableFound, WatchedTable
from broker.wire.messages import CallsState, DayState, QueueState
from broker.wire.topics import Topics, subject
from kiosk.board.board import Board
from kiosk.board.look import look
from kiosk.qt import glasses, qml_host
from kiosk.qt.pulse import Pulse
from kiosk.qt.runner import QtRunner

if TYPE_CHECKING:
    from broker.service.life import Service
    from broker.settings import Settings

QML = "board/Board.qml"


class BoardView:
    """Hears the hall and keeps the values of the board; runs on the runner's thread."""

    def __init__(
        self,
        hall: Hall,
        runner: QtRunner,
        now: Callable[[], datetime],
        hung_up: WatchedTable[tuple[Notice, ...]] | None = None,
    ) -> None:
        self._board = Board(hall)
        self._hung_up = hung_up
        self._runner = runner
        self._now = now
        self._pulse = Pulse()
        self.shown = qml_host.ShownLook(look(self._board, now()))
        runner.add(self)

    def connect_to(self, bus: Bus, topics: Topics) -> None:
        """Hear what the board shows from now on."""
        bus.on_connection(self._hear_connection)
        bus.subscribe(topics.calls(), CallsState, self._hear_calls)
        bus.subscribe(topics.queues(), QueueState, self._hear_queue)
        bus.subscribe(topics.day(), DayState, self._hear_day)

    def next_wakeup(self) -> float:
        """Once a second for the clock, or when a mark goes out."""
        return self._pulse.wakeup(self._board.next_wakeup())

    def tick(self, now: float) -> None:
        """Time passed."""
        if self._hung_up is not None:
            self._hung_up.look(self._runner.aside)
            self._board.hear_notices(self._hung_up.rows or ())
        self._board.tick(now)
        self._pulse.woken(now)
        self._show()

    def _hear_connection(self, connection: Connection) -> None:
        self._board.hear_connection(connection.up)
        self._show()

    def _hear_calls(self, delivery: Delivery) -> None:
        self._board.hear_calls(delivery.message, self._runner.clock())
        self._show()

    def _hear_queue(self, delivery: Delivery) -> None:
        _, queue = subject(delivery.topic)
        self._board.hear_queue(queue, delivery.message)
        self._show()

    def _hear_day(self, delivery: Delivery) -> None:
        self._board.hear_day(delivery.message)
        self._show()

    def _show(self) -> None:
        self.shown.take(look(self._board, self._now()))


def build(
    settings: Settings, key: str, runner: QtRunner, engine: QQmlApplicationEngine
) -> BoardView:
    """Show the board, then join the bus; `key` tells several boards apart."""
    view = BoardView(settings.hall, runner, hall_clock().now, _hung_up(settings, runner.clock))
    glasses.fill(qml_host.load(engine, QML, shown=view.shown.map))

    def connect(service: Service) -> None:
        view.connect_to(service.bus, service.topics)

    qml_host.attach(settings, f"board-{key or 1}", runner, connect)
    return view


def _hung_up(
    settings: Settings, seconds: Callable[[], float]
) -> WatchedTable[tuple[Notice, ...]] | None:
    """The table of notices, taken anew while the board runs; of a damaged one the kiosks tell."""
    named = settings.hall.notices.file
    if not named:
        return None
    file = settings.file.parent / named
    damaged = settings.is_damaged(file)
    return WatchedTable(file, settings.notices, _read, seconds, lambda _bad: None, unread=damaged)


def _read(file: Path) -> TableFound[tuple[Notice, ...]]:
    read = load_notices(file)
    return TableFound(read.notices, bool(read.errors))
