"""SVG: whether a drawing is drawn in a moment. Pure.

A drawing is a program: a symbol that uses another ten times, which uses a third ten times, has a
few lines and takes hours. Qt draws it on a thread that cannot be told to stop, and the software
renderer on that of the screen. So what is drawn is counted before: every shape, as often as it
would be drawn, and what takes longer for its length.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse

MOST = 20_000  # shapes; a map of a town has some thousands, drawn in a tenth of a second
LARGEST = 4_000_000  # bytes
_DEEPEST = 200  # elements within each other
_FOR_EACH = 100  # characters of a path, or of a picture within, that take as long as a shape
_FILTERED = 500  # shapes that take as long as a filter
_LINKS = ("href", "{http://www.w3.org/1999/xlink}href")
_NAMED = re.compile(r"url\(\s*['\"]?#([^'\")]*)['\"]?\s*\)")
_HARMLESS = frozenset(("linearGradient", "radialGradient", "clipPath", "solidColor"))
_UNSEEN = frozenset(("defs", "symbol", "pattern", "mask", "marker", "metadata", "style", "title"))
_PICTURES = ("data:image/png;", "data:image/jpeg;", "data:image/jpg;")
_NOTHING = "this is no PNG, JPEG or SVG picture"
_SLOW = f"it takes too long to draw: more than {MOST} shapes, each counted as often as it is drawn"


def flaw(content: bytes) -> str:
    """What is wrong with an SVG; "" where nothing is."""
    if len(content) > LARGEST:
        return _NOTHING if b"<svg" not in content[:10_000] else _SLOW
    if b"<!ENTITY" in content:
        return "entities are defined in it, and one may stand for any number of others"
    try:
        root = _parsed(content)
    except (ParseError, UnicodeError, LookupError, ValueError):
        return _NOTHING
    if root is None or _kind(root) != "svg":
        return _NOTHING
    try:
        return _SLOW if _ShapeCount(root).of(root) > MOST else ""
    except _Endless as error:
        return str(error)


class _Endless(Exception):
    """Why nobody can say how long it takes."""


def _parsed(content: bytes) -> Element | None:
    """The whole tree; None where its elements nest beyond reason, which no recursion would bear."""
    depth = 0
    root: Element | None = None
    for event, element in iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314  # no entities
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return None
    return root


class _ShapeCount:
    """How many shapes an element draws; what was counted once is remembered."""

    def __init__(self, root: Element) -> None:
        every = list(root.iter())
        self._named = {name: each for each in every if (name := each.get("id"))}
        self._known: dict[Element, int] = {}
        self._open: set[Element] = set()
        self._styled(every)

    def _styled(self, every: list[Element]) -> None:
        """A style sheet may hang what it likes on everything; gradients cost nothing."""
        for each in every:
            if _kind(each) == "style":
                for name in _NAMED.findall("".join(each.itertext())):
                    target = self._named.get(name)
                    if target is not None and _kind(target) not in _HARMLESS:
                        raise _Endless("a style sheet fills shapes with others, over and over")

    def of(self, element: Element) -> int:
        """As many as it draws, and those that it uses. Capped: numbers grow beyond reason."""
        if element in self._known:
            return self._known[element]
        if element in self._open or len(self._open) > _DEEPEST:
            raise _Endless("what it uses, uses others without an end, or itself")
        self._open.add(element)
        count = 1 + _length(element)
        count += sum(self.of(each) for each in element if _kind(each) not in _UNSEEN)
        for target, times in self._used(element):
            count += times * (self.of(target) if target is not None else 0)
        self._open.discard(element)
        self._known[element] = count = min(count, MOST + 1)
        return count

    def _used(self, element: Element) -> Iterator[tuple[Element | None, int]]:
        """What else is drawn with it, and how often."""
        link = next((found for each in _LINKS if (found := element.get(each))), "")
        kind = _kind(element)
        if kind in ("image", "feImage") and not link.startswith(_PICTURES):
            raise _Endless("a picture in it is another file, or another drawing")
        if kind == "use":
            yield self._named.get(link.removeprefix("#")), 1
        for key, said in element.items():
            for name in _NAMED.findall(said):
                target = self._named.get(name)
                if target is not None and _kind(target) not in _HARMLESS:
                    yield target, _corners(element) if "marker" in key + said else 1


def _length(element: Element) -> int:
    """What takes longer for its length."""
    if _kind(element).startswith("fe"):
        return _FILTERED
    said = sum(len(text) for _, text in element.items()) + len(element.text or "")
    return said // _FOR_EACH


def _corners(element: Element) -> int:
    """At how many places a marker may be drawn."""
    return 1 + sum(len(element.get(key, "")) for key in ("d", "points")) // 2


def _kind(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
