"""What the bench's window shows, as objects QML can bind to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from broker.domain.inventory import Expected
from broker.link.base import Noise
from broker.registry import Driver
from broker.service.session import Decoder
from firmware_mocks.firmware import Mock
from firmware_mocks.hosting.events import Passed
from firmware_mocks.hosting.faults import Way

# The stubs know only Python types here; the metatype's name makes QML see a plain JS value.
VARIANT_MAP: Any = "QVariantMap"
VARIANT_LIST: Any = "QVariantList"

_KEPT = 60  # bursts on the wire's strip
_LONGEST = 40  # bytes of a burst that are written out


class DeviceView(QObject):
    """One device: how it looks now (`current`), whether it has power, what hands can do to it."""

    changed = Signal()

    def __init__(
        self, device: Expected, mock: Mock, hand: Callable[[str], None], *, alone: bool
    ) -> None:
        super().__init__()
        self.device = device
        self._alone = alone
        self._mock = mock
        self._hand = hand
        self.current: dict[str, Any] = {}
        self.powered = True

    def show(self, look: dict[str, Any]) -> None:
        """It looks like this now."""
        if look != self.current:
            self.current = look
            self.changed.emit()

    @Slot(str)
    def hand(self, words: str) -> None:
        """A person does something to it."""
        self._hand(f"{self.device.line}@{self.device.address} {words}")

    def power(self, on: bool) -> None:
        """Its plug was put in or pulled."""
        if on is not self.powered:
            self.powered = on
            self.changed.emit()

    @Slot()
    def plug(self) -> None:
        """Pull its plug, or put it back. With a device alone on its line the port goes, too."""
        deed = "unplug" if self.powered else "replug"
        if self._alone:
            self._hand(f"{self.device.line} {deed}")
        else:
            self.hand(deed)

    @Property(VARIANT_MAP, notify=changed)
    def look(self) -> dict[str, Any]:
        return self.current

    @Property(bool, notify=changed)
    def plugged(self) -> bool:
        return self.powered

    @Property(str, constant=True)
    def kind(self) -> str:
        return str(self.device.kind)

    @Property(str, constant=True)
    def name(self) -> str:
        return self.device.name

    @Property(str, constant=True)
    def line(self) -> str:
        return self.device.line

    @Property(str, constant=True)
    def title(self) -> str:
        return self._mock.title

    @Property(VARIANT_LIST, constant=True)
    def faults(self) -> list[str]:
        """The hands that break or mend it, each as it is said."""
        return [
            f"{first} {each}".strip()
            for hand in self._mock.hands
            for first, _, rest in [hand.words.partition(" ")]
            if first in ("fault", "ok")
            for each in rest.partition(" [")[0].split("|")
        ]


class WireView(QObject):
    """What passes on one line, decoded by the hall's own driver."""

    changed = Signal()

    def __init__(self, line: str, driver: Driver | None) -> None:
        super().__init__()
        self.line = line
        self._driver = driver
        self._decoders: dict[Way, Decoder[Any]] = (
            {way: driver.decoder(way is Way.TO_DEVICE) for way in Way} if driver else {}
        )
        self._bursts: list[dict[str, str]] = []

    def add(self, passed: Passed) -> None:
        """Bytes came out at one end."""
        more = "" if len(passed.data) <= _LONGEST else f" … {len(passed.data)} bytes"
        self._bursts.insert(
            0,
            {
                "way": passed.way.value,
                "hex": passed.data[:_LONGEST].hex(" ").upper() + more,
                "words": self._words(passed),
            },
        )
        del self._bursts[_KEPT:]
        self.changed.emit()

    @Property(VARIANT_LIST, notify=changed)
    def bursts(self) -> list[dict[str, str]]:
        return self._bursts

    def _words(self, passed: Passed) -> str:
        if self._driver is None:
            return ""
        heard = self._decoders[passed.way].feed(passed.data)
        return " · ".join(
            f"noise: {each.reason}" if isinstance(each, Noise) else self._driver.describe(each)
            for each in heard
        )
