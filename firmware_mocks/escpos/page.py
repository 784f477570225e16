"""Page mode: what is printed is put onto a page first, anywhere and in four directions.

Within an area of the page things stand as on paper, line under line. A page is printed as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from firmware_mocks.escpos.style import PrintMode
from firmware_mocks.firmware import FeedLine, PageLine, PagePiece, PaperLine, extent

_LONGEST = 1662  # dots down (Epson TM-T20, TM-T88)
_DIRECTIONS = 3


@dataclass(slots=True)
class PageMode:
    """A page of so many dots across. `before` is how lines stood on the paper; `direction` the n
    of ESC T, `y` the place within the area as it is read."""

    across: int
    before: PrintMode
    direction: int = 0
    y: int = 0
    _x: int = 0
    _top: int = 0
    _wide: int = 0
    _high: int = _LONGEST
    _pieces: list[PagePiece] = field(default_factory=list)
    _bottom: int | None = None  # of the areas that were set

    def __post_init__(self) -> None:
        self._wide = self.across

    def mode(self, now: PrintMode) -> PrintMode:
        """Lines reach across the area, as it is read."""
        room = self._high if self.direction % 2 else self._wide
        return replace(now, paper=room, left=0, room=room, align="left")

    def standard(self, now: PrintMode) -> PrintMode:
        """Lines stand again as they did before."""
        was = self.before
        return replace(now, paper=was.paper, left=was.left, room=was.room, align=was.align)

    def area(self, args: bytes) -> bool:
        """ESC W: x, y, width and height; False where there is no such area."""
        x, top, wide, high = (
            int.from_bytes(args[at : at + 2], "little") for at in range(0, len(args), 2)
        )
        if not (wide and high) or x >= self.across:
            return False
        self._x, self._top, self.y = x, top, 0
        self._wide, self._high = min(wide, self.across - x), high
        self._bottom = max(self._bottom or 0, top + high)
        return True

    def turn(self, direction: int) -> bool:
        """ESC T: from here on it is read that way, from the first line on."""
        chosen = direction % ord("0")
        if chosen > _DIRECTIONS:
            return False
        self.direction, self.y = chosen, 0
        return True

    def move(self, y: int) -> bool:
        """To a place in the area; False where it is outside."""
        if not 0 <= y < (self._wide if self.direction % 2 else self._high):
            return False
        self.y = y
        return True

    def put(self, lines: Iterable[PaperLine]) -> None:
        """Set lines under each other."""
        for line in lines:
            if not isinstance(line, FeedLine | PageLine):
                self._pieces.append(PagePiece(*self._corner(), line, self._turned))
            self.y += extent(line)

    def clear(self) -> None:
        """CAN: nothing is on the page."""
        self._pieces.clear()
        self.y = 0

    def printed(self) -> PageLine:
        """The page down to the last area, or to the last thing on it where no area was set."""
        return PageLine(self.across, self._bottom or self._used(), tuple(self._pieces))

    def _used(self) -> int:
        return max((each.y + extent(each.piece) for each in self._pieces), default=0)

    @property
    def _turned(self) -> Literal[0, 90, 180, 270]:
        turns: tuple[Literal[0, 90, 180, 270], ...] = (0, 270, 180, 90)
        return turns[self.direction]

    def _corner(self) -> tuple[int, int]:
        """Where the line's upper left corner comes to lie on the page."""
        match self.direction:
            case 0:
                return self._x, self._top + self.y
            case 1:
                return self._x + self.y, self._top + self._high
            case 2:
                return self._x + self._wide, self._top + self._high - self.y
        return self._x + self._wide - self.y, self._top
