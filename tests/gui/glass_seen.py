"""What can be seen and touched on a kiosk's glass, and what can be measured there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.qt.line_ends import bare


class GlassSeen:
    """A window and its scale."""

    window: QQuickWindow
    px_per_mm: float

    def find(self, name: str) -> QQuickItem | None:
        """What can be seen under this name."""
        return next((each for each in self.seen() if each.objectName() == name), None)

    def seen(self) -> Iterator[QQuickItem]:
        """Every visible item."""
        waiting = [self.window.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible():
                yield item
                waiting += item.childItems()

    def texts(self) -> list[QQuickItem]:
        """Every text that can be read."""
        return [each for each in self.seen() if str(each.property("text") or "").strip()]

    def targets(self) -> list[QQuickItem]:
        """Everything that has a name and can be pressed, or could be at another time."""
        return [each for each in self.seen() if self._pressable(each)]

    def frame(self) -> None:
        """Draw one: everything has its place then."""
        self.window.grabWindow()

    @property
    def page(self) -> str:
        """The name of the page on the glass."""
        pages = self.window.findChild(QQuickItem, "pages")
        assert pages is not None
        return str(pages.property("name")).removesuffix("Page").lower()

    def text(self, name: str) -> str:
        item = self.find(name)
        assert item is not None, f"nothing called {name} can be seen on {self.page}"
        return bare(str(item.property("text")))

    def words(self) -> str:
        """Everything that can be read."""
        painted = [each for each in self.seen() if each.property("paintedWidth")]
        return bare("\n".join(str(each.property("text")) for each in painted))

    def cut_off(self) -> list[str]:
        """Words that do not fit their place, their card or the glass."""
        self.frame()
        return [
            f"{self.page}: {each.property('text')!r}"
            for each in self.texts()
            if each.property("paintedWidth") and not self._fits(each)
        ]

    def _fits(self, text: QQuickItem) -> bool:
        wide, high = text.property("paintedWidth"), text.property("paintedHeight")
        if text.property("truncated") or wide > text.width() + 1 or high > text.height() + 1:
            return False
        place = text.mapRectToScene(QRectF(0, 0, text.width(), text.height()))
        holder = text.parentItem()
        while holder is not None:
            if holder.clip():
                return True  # the slip still comes out of its slot
            frame = holder.mapRectToScene(QRectF(0, 0, holder.width(), holder.height()))
            holds = holder.inherits("QQuickRectangle") or holder.property("padding") is not None
            if holds and not frame.adjusted(-2, -2, 2, 2).contains(place):
                return False
            holder = holder.parentItem()
        glass = QRectF(0, 0, self.window.width(), self.window.height())
        return glass.contains(place)

    def small_targets(self) -> list[str]:
        """What can be pressed and is smaller than a fingertip (20 mm), or off the glass."""
        least = 20 * self.px_per_mm - 1
        glass = QRectF(0, 0, self.window.width(), self.window.height())
        return [
            f"{self.page}: {each.objectName()} {each.width():.0f} × {each.height():.0f}"
            for each in self.targets()
            if min(each.width(), each.height()) < least or not glass.contains(_place(each))
        ]

    def overlapping(self) -> list[str]:
        """Pairs of things that can be pressed, and of words, that lie on one another."""
        keys = [(each.objectName(), _place(each)) for each in self.targets()]
        words = [(repr(each.property("text")), _ink(each)) for each in self.texts() if _reads(each)]
        return [
            f"{self.page}: {one} on {other}"
            for places in (keys, words)
            for (one, here), (other, there) in itertools.combinations(places, 2)
            if here.adjusted(1, 1, -1, -1).intersects(there)
        ]

    @staticmethod
    def _pressable(item: QQuickItem) -> bool:
        return (
            item.property("say") is not None
            and item.property("pressable") is not False
            and bool(item.objectName())
        )


def _place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _reads(item: QQuickItem) -> bool:
    """Whether words can be read there: not blank, not faded out, not in a slot."""
    holder: QQuickItem | None = item
    while holder is not None:
        if holder.opacity() == 0 or holder.clip():
            return False  # a slip that still comes out of its slot slides under other words
        holder = holder.parentItem()
    return bool(item.property("paintedWidth") and str(item.property("text")).strip())


def _ink(item: QQuickItem) -> QRectF:
    """Where the letters stand on the glass: less than the item is wide, by its alignment."""
    wide, high = item.property("paintedWidth"), item.property("paintedHeight")
    across, down = _aligned(item, "horizontal"), _aligned(item, "vertical")
    x, y = (item.width() - wide) * across, (item.height() - high) * down
    return item.mapRectToScene(QRectF(x, y, wide, high))


def _aligned(item: QQuickItem, way: str) -> float:
    """Where the rest of the room is: 0 all behind, 1 all before the words."""
    context = QQmlEngine.contextForObject(item)
    told = QQmlExpression(context, item, f"{way}Alignment").evaluate()  # Qt's enum has no Python
    flags = int(told[0] if isinstance(told, tuple) else told)
    return {0x01: 0.0, 0x02: 1.0, 0x04: 0.5, 0x20: 0.0, 0x40: 1.0, 0x80: 0.5}.get(flags, 0.0)
