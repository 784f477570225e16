"""The bench as a window: what it shows, what is done to it, its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic
from typing import Any, cast

import shiboken6
from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from broker.domain.errors import ConfigError
from broker.domain.geometry import Geometry
from broker.domain.hall import Display, EvaluatorPost, KeypadPost, Window
from broker.domain.inventory import DeviceKind
from broker.service.driver import Driver, driver
from broker.service.sweeping import Sweeper
from broker.settings import Settings
from firmware_mocks.bench import pictures
from firmware_mocks.bench.drawing import drawn, prepare_qt
from firmware_mocks.bench.stage import Stage
from firmware_mocks.bench.views import VARIANT_LIST, DeviceView, WireView
from firmware_mocks.firmware import CutSlip, Look
from firmware_mocks.firmware.fitting import LOOKS
from firmware_mocks.hosting.events import Event, Passed, Plugged, Powered, Shown

_POLL_MS = 50


class Bench(QObject):
    """Everything the window shows. `tell` may be called from any thread."""

    _came = Signal(str, object)
    _seen = Signal(str, int, object)
    chosen_changed = Signal()

    def __init__(self, settings: Settings, stage: Stage, *, still: bool) -> None:
        super().__init__()
        self._settings = settings
        self._stage = stage
        self._still = still
        self._devices = {
            (row.wire.id, each.address): DeviceView(
                each, row.mock, stage.hand, alone=len(row.devices) == 1
            )
            for row in stage.rows
            for each in row.devices
        }
        for device in self._devices.values():
            device.power(stage.powered(device.device))
        self._wires = {
            row.wire.id: WireView(row.wire.id, _driver(row.wire.driver)) for row in stage.rows
        }
        self._chosen = next(iter(self._wires.values()), None)
        self._came.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._seen.connect(self._renew, Qt.ConnectionType.QueuedConnection)
        self._engine: QQmlApplicationEngine | None = None
        self._window: QQuickWindow | None = None
        self._sweeper = Sweeper()
        self.look_around()

    def tell(self, line: str, event: Event) -> None:
        """A hosted line did something."""
        self._came.emit(line, event)

    def look_around(self) -> None:
        """Ask every device how it looks."""
        for line, address in self._devices:
            self._ask(line, address)

    def draw(self, place: Geometry | None = None) -> None:
        """Make the window, drawn smaller where `place` is small. `ConfigError` when Qt cannot."""
        self._engine = drawn({"bench": self}, place)
        self._window = cast(QQuickWindow, self._engine.rootObjects()[0])

    def close(self) -> None:
        """Take the window down before what it is bound to."""
        engine, self._engine, self._window = self._engine, None, None
        if engine is not None:
            shiboken6.delete(engine)
        self._sweeper.close()

    def sweep(self) -> None:
        """Collect garbage, which no other thread may: call it often."""
        now = monotonic()
        if now >= self._sweeper.next_wakeup():
            self._sweeper.tick(now)

    def run(self, proceed: Callable[[], bool]) -> None:
        """Show the window until it is closed or `proceed` (asked often) says False."""
        application = QGuiApplication.instance()
        timer = QTimer(self)
        timer.timeout.connect(self.sweep)
        timer.timeout.connect(lambda: proceed() or QGuiApplication.quit())
        timer.start(_POLL_MS)
        if application is not None:
            application.exec()
        timer.stop()

    def shoot(self, folder: Path, slips: Iterable[CutSlip] = ()) -> list[Path]:
        """Save a picture of every sign, of the paper in every printer, of `slips` that were torn
        off since, and of the bench."""
        folder.mkdir(parents=True, exist_ok=True)
        files = [*pictures.of_slips(folder, slips)]
        for device, look in self._stage.looks():
            self._devices[device.line, device.address].show(look)
            powered = self._stage.powered(device)
            files += pictures.of_device(folder, device, look, powered=powered)
        return [*files, *self._portrait(folder / "bench.png")]

    def _portrait(self, file: Path) -> list[Path]:
        if self._window is None:
            return []
        for _ in range(3):  # bindings, layout, paint
            QGuiApplication.processEvents()
        self._window.grabWindow().save(str(file))
        return [file]

    def _ask(self, line: str, address: int) -> None:
        self._stage.see(line, address, lambda look: self._seen.emit(line, address, look))

    @Slot(str, object)
    def _hear(self, line: str, event: Event) -> None:
        match event:
            case Passed() if line in self._wires:
                self._wires[line].add(event)
            case Shown(address, _):
                self._ask(line, address)
            case Powered(address, _):
                self._power(line, address)
            case Plugged():
                self._power(line)
            case _:
                pass

    def _power(self, line: str, address: int | None = None) -> None:
        for place, device in self._devices.items():
            if place == (line, address) or (address is None and place[0] == line):
                device.power(self._stage.powered(device.device))
                self._ask(*place)

    @Slot(str, int, object)
    def _renew(self, line: str, address: int, look: Look) -> None:
        if (line, address) in self._devices:
            self._devices[line, address].show(look)

    @Slot(str)
    def choose(self, line: str) -> None:
        """Show the wire of this line."""
        self._chosen = self._wires.get(line, self._chosen)
        self.chosen_changed.emit()

    @Property(QObject, notify=chosen_changed)
    def wire(self) -> QObject | None:
        return self._chosen

    @Property(str, notify=chosen_changed)
    def chosen(self) -> str:
        return self._chosen.line if self._chosen is not None else ""

    @Property(bool, constant=True)
    def still(self) -> bool:
        """Drawn for pictures only: nothing takes time to move."""
        return self._still

    @Property(str, constant=True)
    def hall(self) -> str:
        return self._settings.hall.hall.name

    @Property(VARIANT_LIST, constant=True)
    def windows(self) -> list[dict[str, Any]]:
        """Per window: number, name, its display, and what stands on its counter."""
        hall = self._settings.hall
        rows = [
            {
                "number": window.number,
                "name": window.name,
                "display": next(iter(self._at(window, hall.displays, DeviceKind.DISPLAY)), None),
                "posts": [
                    *self._at(window, hall.evaluators, DeviceKind.EVALUATOR),
                    *self._at(window, hall.keypads, DeviceKind.KEYPAD),
                ],
            }
            for window in hall.windows
        ]
        return [row for row in rows if row["display"] or row["posts"]]

    @Property(VARIANT_LIST, constant=True)
    def readers(self) -> list[DeviceView]:
        return self._of(DeviceKind.READER)

    @Property(VARIANT_LIST, constant=True)
    def printers(self) -> list[DeviceView]:
        """Those of kiosks: their slips are torn off here, so they come first."""
        return self._printers(of_desks=False)

    @Property(VARIANT_LIST, constant=True)
    def desk_printers(self) -> list[DeviceView]:
        """Those of guide desks."""
        return self._printers(of_desks=True)

    @Property(VARIANT_LIST, constant=True)
    def others(self) -> list[DeviceView]:
        """Devices of kinds that nobody draws: they are shown as words."""
        return [each for each in self._devices.values() if each.device.kind not in LOOKS]

    @Property(VARIANT_LIST, constant=True)
    def people(self) -> list[dict[str, str]]:
        """Whose fingers are in the readers."""
        staff = [each for each in self._settings.hall.staff if each.slot is not None]
        return [{"id": each.id, "name": each.name} for each in staff]

    def _at(
        self,
        window: Window,
        there: Iterable[Display | EvaluatorPost | KeypadPost],
        kind: DeviceKind,
    ) -> list[DeviceView]:
        """Those of the devices `there` that are a window's and are drawn as `kind`."""
        places = [(each.line, each.address) for each in there if each.window == window.number]
        found = [self._devices[place] for place in places if place in self._devices]
        return [device for device in found if device.device.kind is kind]

    def _printers(self, *, of_desks: bool) -> list[DeviceView]:
        desks = {desk.line for desk in self._settings.hall.guide_desks}
        printers = self._of(DeviceKind.PRINTER)
        return [each for each in printers if (each.device.line in desks) is of_desks]

    def _of(self, kind: DeviceKind) -> list[DeviceView]:
        return [each for each in self._devices.values() if each.device.kind is kind]


def open_bench(
    settings: Settings, stage: Stage, *, visible: bool, place: Geometry | None = None
) -> Bench:
    """Make the application and the window, at `place`. Main thread only.

    Not `visible`: drawn in memory, no screen needed. Raises `ConfigError` when Qt cannot.
    """
    prepare_qt(visible=visible)
    bench = Bench(settings, stage, still=not visible)
    bench.draw(place)
    return bench


def _driver(name: str) -> Driver | None:
    """None where only the simulated device is installed: its bytes are shown without words."""
    try:
        return driver(name)
    except ConfigError:
        return None
