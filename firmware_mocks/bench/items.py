"""The two things of the bench that are painted dot by dot, for QML."""

from __future__ import annotations

import time

from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from firmware_mocks.bench import glass, slip
from firmware_mocks.bench.views import DeviceView
from firmware_mocks.firmware import PrinterLook, SignLook

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
        match self._device:
            case DeviceView(current=SignLook() as look, powered=powered):
                shown = look if powered else replace(look, on=False)
                where = QRectF(0, 0, self.width(), self.height())
                glass.paint(painter, shown, where, time.monotonic() - self._since)

    def _renewed(self) -> None:
        self._since = time.monotonic()
        match self._device:
            case DeviceView(current=SignLook() as look) if glass.moving(look):
                self._mover.start()
            case _:
                self._mover.stop()
        self.update()


class PaperItem(_DeviceItem):
    """The paper that hangs out of a printer: what is being printed, else the last slip."""

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.widthChanged.connect(self._heard)

    def paint(self, painter: QPainter) -> None:
        """Draw the paper in the item's width."""
        look = self._printer()
        if look is None:
            return
        scale = self.width() / slip.width(look.columns)
        painter.scale(scale, scale)
        slip.paint(painter, look.hanging or look.slip, look.columns)

    def _printer(self) -> PrinterLook | None:
        """The look of a printer out of which paper hangs."""
        match self._device:
            case DeviceView(current=PrinterLook() as look) if look.hanging or look.slip:
                return look
        return None

    def _renewed(self) -> None:
        """The item is as long as its paper, and nothing where there is none."""
        look = self._printer()
        if look is None:
            self.setImplicitHeight(0)
            return
        across, down = slip.size(look.hanging or look.slip, look.columns)
        self.setImplicitHeight(self.width() * down / across)
        self.update()
