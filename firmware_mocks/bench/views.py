"""What the bench's window shows, as objects QML can bind to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from broker.domain.inventory import Expected
from broker.link.base import Noise
from broker.service.driver import Driver
from broker.service.session import Decoder
from firmware_mocks.bench.fault_words import both
from firmware_mocks.firmware import CounterLook, KeyCap, Look, Mock
from firmware_mocks.firmware.looks import plain
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
    caps_changed = Signal()

    def __init__(
        self, device: Expected, mock: Mock, hand: Callable[[str], None], *, alone: bool
    ) -> None:
        super().__init__()
        self.device = device
        self._alone = alone
        self._mock = mock
        self._hand = hand
        self.current: Look | None = None
        self.powered = True
        self._caps: dict[str, Any] = {}

    def show(self, look: Look) -> None:
        """It looks like this now."""
        if look != self.current:
            self.current = look
            self._renew_caps(look)
            self.changed.emit()

    def _renew_caps(self, look: Look) -> None:
        """Keys are made anew only where they are others: one that is held down must not vanish."""
        parts = look if isinstance(look, CounterLook) else CounterLook()
        caps = {
            "keypad": _caps(parts.keypad.keys if parts.keypad else ()),
            "evaluator": _caps(parts.evaluator.keys if parts.evaluator else ()),
        }
        if caps != self._caps:
            self._caps = caps
            self.caps_changed.emit()

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
        return plain(self.current) if self.current is not None else {}

    @Property(str, notify=changed)
    def words(self) -> str:
        """The look of a device that nobody draws."""
        look = plain(self.current) if self.current is not None else {}
        return "\n".join(f"{name}: {value}" for name, value in look.items())

    @Property(VARIANT_MAP, notify=caps_changed)
    def caps(self) -> dict[str, Any]:
        """The keys of a counter's keypad and evaluator."""
        return self._caps

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
    def keys(self) -> list[dict[str, str]]:
        """The hands the bench has a key for."""
        return [
            {"label": label, "hand": words}
            for hand in self._mock.hands
            for label, words in zip(hand.labels, hand.spoken, strict=False)
        ]

    @Property(VARIANT_LIST, constant=True)
    def faults(self) -> list[dict[str, str]]:
        """The hands that break or mend it, each as it is said and as its key says."""
        said = [words for hand in self._mock.hands for words in hand.spoken]
        found = [words for words in said if words.split()[0] in ("fault", "ok")]
        return [{"label": both(words), "hand": words} for words in found]


def _caps(keys: Iterable[KeyCap]) -> list[dict[str, str]]:
    return [{"label": key.label, "hand": key.hand, "colour": key.colour} for key in keys]


class WireView(QObject):
    """What passes on one line, decoded by the hall's own driver."""

    changed = Signal()

    def __init__(self, line: str, driver: Driver | None) -> None:
        super().__init__()
        self.line = line
        self._driver = driver
        self._decoders: dict[Way, Decoder[bytes, Any]] = (
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
        heard = self._decoders[passed.way].feed(passed.data, time.monotonic())
        return " · ".join(
            f"noise: {each.reason}" if isinstance(each, Noise) else self._driver.describe(each)
            for each in heard
        )
