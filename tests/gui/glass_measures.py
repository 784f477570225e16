"""What is measured on a kiosk's glass, for everyone: letters, groups, edges, gaps, reach, contrast.

A capital is measured as EN 301 549 5.1.4 says, by the H of the font that draws the text; Chinese
characters of the same size are higher (国 is 0.88 of its em, H 0.73), so they are on the safe side.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import hypot

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextLayout, QTextOption
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem

from tests.gui.everyone import Stand
from tests.gui.test_theme import SIGN, TEXT, contrast

STANDING, ELDER = 4.8, 7.3  # millimetres of a capital, at least
APART = 5.0  # millimetres between two targets
GROUPS = re.compile(r"^(dept|item|queue|group|card|key|common|word)-")
SIGN_BEGINS = re.compile(r"[、，。；：？！）”》]")
DIGIT_ENDS = re.compile(r"\d[–—～]?\u2060?$")
LEFT_OVER = re.compile(r"[\u3400-\u9fff][，。；：？！）”》]?")
PICTURED = {"slip-hall", "slip-number", "slip-moment"}  # letters on a drawing of paper


def wrong(stand: Stand, mode: str) -> list[str]:
    """Everything that is wrong with what is shown."""
    return [
        *stand.cut_off(),
        *stand.small_targets(),
        *stand.overlapping(),
        *too_low(stand, ELDER if "elder" in mode else STANDING),
        *unequal(stand),
        *broken(stand),
        *stumbling(stand),
        *faint(stand, 7.0 if "contrast" in mode else TEXT),
        *without_edge(stand),
        *too_near(stand),
        *(out_of_reach(stand) if "low" in mode else ()),
        *stand.complaints,
    ]


def too_low(stand: Stand, least: float) -> Iterator[str]:
    """Texts whose capitals are lower than `least` millimetres."""
    for text in stand.texts():
        if text.objectName() in PICTURED:
            continue
        high = QFontMetricsF(drawn_font(text)).capHeight() / stand.px_per_mm
        if high < least:
            yield f"{text.property('text')!r}: a capital of {high:.2f} mm"


def drawn_font(text: QQuickItem) -> QFont:
    """The font of a text as it is drawn: one that is made to fit is smaller than it says."""
    font = QFont(text.property("font"))
    if text.inherits("QQuickText") and int(text.property("minimumPixelSize")) < font.pixelSize():
        lines = max(1, int(text.property("lineCount")))
        line = text.property("paintedHeight") / (1 + (lines - 1) * text.property("lineHeight"))
        spacing = QFontMetricsF(font).lineSpacing() / font.pixelSize()
        font.setPixelSize(max(1, min(font.pixelSize(), round(line / spacing))))
    return font


def unequal(stand: Stand) -> Iterator[str]:
    """Groups of equals, named and drawn alike, in which a text is larger."""
    sizes: dict[tuple[str, str], dict[str, tuple[int, ...]]] = defaultdict(dict)
    for key in stand.pressables():
        found = GROUPS.match(key.objectName())
        if found:
            sizes[found[1], drawn_as(key)][key.objectName()] = tuple(
                each.property("font").pixelSize() for each in inside(stand, key)
            )
    for group, members in sizes.items():
        largest = {max(each) for each in members.values() if each}
        kinds = {frozenset(each) for each in members.values()}
        odd = [(a, b) for a in kinds for b in kinds if not (a <= b or b <= a)]
        if len(largest) > 1 or odd:
            yield f"{group}: {members}"


def drawn_as(key: QQuickItem) -> str:
    """The QML type of a key. Its `metaObject()` in Python is now and then another object's."""
    told = QQmlExpression(QQmlEngine.contextForObject(key), key, "String(this)").evaluate()
    return str(told[0] if isinstance(told, tuple) else told).partition("(")[0]


def broken(stand: Stand) -> Iterator[str]:
    """Words that are broken in their midst, for want of width."""
    for text in stand.texts():
        metrics = QFontMetricsF(text.property("font"))
        words = str(text.property("text")).split() if "<" not in text.property("text") else []
        for word in words:
            if word.isascii() and metrics.horizontalAdvance(word) > text.width() + 1:
                yield f"{word!r} of {text.property('text')!r} is broken"


def stumbling(stand: Stand) -> Iterator[str]:
    """Spans of time that a line's end breaks, and Chinese of which one character is left over."""
    for text in stand.texts():
        if text.property("lineCount") > 1 and "<" not in text.property("text"):
            yield from stumbled(lines_of(text))


def stumbled(lines: list[str]) -> Iterator[str]:
    """The same, of the lines of one text."""
    for one, next_one in itertools.pairwise(lines):
        if DIGIT_ENDS.search(one) and next_one[:1].isdigit():
            yield f"{one}/{next_one}: a span of time is broken"
        if SIGN_BEGINS.match(next_one):
            yield f"{one}/{next_one}: a line begins with a sign"
    if len(lines) > 1 and LEFT_OVER.fullmatch(lines[-1].strip()) and len("".join(lines)) > 5:
        yield f"{'/'.join(lines)}: one character is left over"


def lines_of(text: QQuickItem) -> list[str]:
    """A text as it is broken into lines."""
    found = []
    for paragraph in str(text.property("text")).split("\n"):
        layout = QTextLayout(paragraph, drawn_font(text))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(text.width())
            found.append(paragraph[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
    return found


def inside(stand: Stand, key: QQuickItem) -> list[QQuickItem]:
    return [each for each in stand.texts() if key.isAncestorOf(each)]


def faint(stand: Stand, least: float) -> Iterator[str]:
    """Texts that stand out too little from what is drawn behind them."""
    for text in stand.texts():
        if slipping(text) or not text.isEnabled():
            continue
        place = box(text).intersected(QRectF(0, 0, stand.window.width(), stand.window.height()))
        found = contrast(text.property("color"), ground(stand, place))
        if found < least:
            yield f"{text.property('text')!r}: contrast {found:.1f}"


def slipping(text: QQuickItem) -> bool:
    """A slip that still comes out of its slot is drawn under it."""
    return text.objectName() in PICTURED


def ground(stand: Stand, place: QRectF) -> QColor:
    """The colour that most of a place has."""
    wide, high = max(1, round(place.width())), max(1, round(place.height()))
    part = stand.image.copy(QRect(round(place.left()), round(place.top()), wide, high))
    spots = part.scaled(16, 8).convertToFormat(part.Format.Format_RGB32)
    return QColor.fromRgb(Counter(memoryview(spots.constBits()).cast("I")).most_common(1)[0][0])


def box(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def without_edge(stand: Stand) -> Iterator[str]:
    """Keys whose edge cannot be told from what lies around them."""
    for key in stand.pressables():
        place, mm = box(key), stand.px_per_mm
        y = round(place.center().y())
        around = stand.image.pixelColor(max(0, round(place.left() - 1.5 * mm)), y)
        left = range(max(0, round(place.left()) - 2), round(place.left() + mm))
        colours = {stand.image.pixel(x, y) for x in left}
        edge = max(contrast(around, QColor.fromRgb(each)) for each in colours)
        if edge < SIGN:
            yield f"{key.objectName()}: an edge of {edge:.1f} : 1"


def out_of_reach(stand: Stand) -> Iterator[str]:
    """In low mode, keys in the upper half; a lying glass has no low mode."""
    half = stand.window.height() / 2
    if not stand.glass.wide:
        for key in stand.pressables():
            if box(key).top() < half - 1:
                yield f"{key.objectName()} is out of reach"


def too_near(stand: Stand) -> Iterator[str]:
    """Pairs of targets with less than 5 mm between them, but for those on another."""
    places = [(each, box(each)) for each in stand.pressables()]
    for (one, here), (other, there) in itertools.combinations(places, 2):
        across = max(0.0, here.left() - there.right(), there.left() - here.right())
        down = max(0.0, here.top() - there.bottom(), there.top() - here.bottom())
        gap = (hypot(across, down) + 1) / stand.px_per_mm  # each edge lies on a pixel
        if gap < APART:
            yield f"{one.objectName()} and {other.objectName()}: {gap:.1f} mm apart"
