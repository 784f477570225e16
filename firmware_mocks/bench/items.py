"""The two things of the bench that are painted dot by dot, for QML."""

from __future__ import annotations

import time

from PySide6.QtCore import Property, QObject, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from firmware_mocks.bench import glass, slip
from firmware_mocks.bench.views import DeviceView

_MOVE_MS = 60


class _DeviceItem(QQuickPaintedItem):
    """Paints one device and again when it changed."""

    device_changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._device: DeviceView | None = None

    def _get_device(self) -> QObject | None:
        return self._device

    def _set_device(self, device: QObject | None) -> None:
        if isinstance(device, DeviceView):
            self._device = device
            device.changed.connect(self._heard)
            self._renewed()
            self.device_changed.emit()

    @Slot()
    def _heard(self) -> None:
        """Declared a slot: an undeclared method of a base class is silently never called."""
        self._renewed()

    def _renewed(self) -> None:
        self.update()

    device = Property(QObject, _get_device, _set_device, notify=device_changed)


class GlassItem(_DeviceItem):
    """An LED sign; dark while its plug is out."""

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._since = time.monotonic()
        self._mover = QTimer(self)
        self._mover.setInterval(_MOVE_MS)
        self._mover.timeout.connect(self.update)

    def paint(self, painter: QPainter) -> None:
        """Draw the sign as it is now."""
        if self._device is None or not self._device.current:
            return
        look = dict(self._device.current)
        look["on"] = look["on"] and self._device.powered
        where = QRectF(0, 0, self.width(), self.height())
        glass.paint(painter, look, where, time.monotonic() - self._since)

    def _renewed(self) -> None:
        self._since = time.monotonic()
        look = self._device.current if self._device is not None else {}
        if look and glass.moving(look):
            self._mover.start()
        else:
            self._mover.stop()
        self.update()


class PaperItem(_DeviceItem):
    """The paper that hangs out of a printer: what is being printed, else the last slip."""

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.widthChanged.connect(self._heard)

    def paint(self, painter: QPainter) -> None:
        """Draw the paper in the item's width."""
        if self._device is None or not self._lines():
            return
        columns = self._device.current["columns"]
        scale = self.width() / slip.width(columns)
        painter.scale(scale, scale)
        slip.paint(painter, self._lines(), columns)

    def _lines(self) -> list[slip.Line]:
        look = self._device.current if self._device is not None else {}
        return list(look.get("hanging") or look.get("slip") or [])

    def _renewed(self) -> None:
        """The item is as long as its paper, and nothing where there is none."""
        lines = self._lines()
        if self._device is None or not lines:
            self.setImplicitHeight(0)
            return
        across, down = slip.size(lines, self._device.current["columns"])
        self.setImplicitHeight(self.width() * down / across)
        self.update()
