"""Where a visitor is: the screen, the way back from it, and how they want it. Pure."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from kiosk.issuing.events import Effect, Moment
from kiosk.qt.steady import Steady
from kiosk.ticket.edits import comforted, edited, from_the_top
from kiosk.ticket.events import WOKEN, MaterialTicked, Press, Pressed, Tap, Touch
from kiosk.ticket.screens import HOME, NOBODY, PLAIN, Comfort, Holder, Printing, Screen


class Navigation:
    """From screen to screen. `screen` is the one now, `comfort` how this visitor wants it;
    `shown_at` and `touched_at` are when it came and when somebody last did something, in
    monotonic seconds. `ticks` are the materials that this visitor has ready."""

    def __init__(self) -> None:
        self.trail: list[Screen] = []
        self.shown_at = self.touched_at = float("-inf")
        self.steady = Steady()
        self._acting: Tap | None = None
        self.screen: Screen = HOME
        self.comfort: Comfort = PLAIN
        self.holder: Holder = NOBODY
        self.ticks: frozenset[MaterialTicked] = frozenset()

    @property
    def untouched(self) -> bool:
        """Whether nothing of a visitor is left."""
        return (self.comfort, self.holder) == (PLAIN, NOBODY) and not self.ticks

    @property
    def alone_since(self) -> float | None:
        """Since when nobody is there: home stands untouched. None while somebody is."""
        return self.touched_at if self.screen == HOME and self.untouched else None

    def light(self, now: Moment) -> None:
        """The glass is lit, and may be touched at once."""
        self.shown_at = self.touched_at = now.seconds
        self.steady.light(now.seconds)

    def touch(self, touch: Tap, now: Moment) -> bool:
        """Whether this touch is meant for this screen, not for the one before it."""
        if not self.steady.means(touch, now.seconds):
            return False
        self.touched_at = now.seconds
        self._acting = touch
        if self.screen == HOME and touch.touch == WOKEN:
            self.steady.turned(now.seconds, touch)  # a second tap is not meant for what lay below
        return True

    def stay(self, now: Moment) -> None:
        """Somebody is still there: from now on they have as long as if the page had just come."""
        self.shown_at = self.touched_at = now.seconds

    def let_go(self) -> None:
        """What the touch has brought is there; whatever comes now comes by itself."""
        self._acting = None

    def go(self, screen: Screen, now: Moment) -> None:
        """On to `screen`; 返回 leads back to where it was opened."""
        if type(screen) is not type(self.screen):
            self.trail.append(self.screen)
        self.show(screen, now)

    def show(self, screen: Screen, now: Moment) -> None:
        """Put `screen` in the place of this one."""
        if type(screen) is not type(self.screen):
            self.shown_at = now.seconds
            self.steady.turned(now.seconds, self._acting)
        self.touched_at = now.seconds
        self.screen = screen

    def press(self, key: Press, now: Moment) -> None:
        """A key that means the same wherever it stands."""
        match key:
            case Press.HOME:
                self.home(now)
            case Press.BACK:
                self.back(now)
            case Press.ENGLISH | Press.ELDER | Press.LOW | Press.CONTRAST:
                self.change_comfort(key)
            case Press.PREVIOUS | Press.NEXT | Press.ERASE | Press.CLEAR:
                self.edit(Pressed(key))
            case Press.FURTHER | Press.DIGITS:
                self.edit(Pressed(key))
            case Press.READ | Press.SOFTER | Press.LOUDER:
                pass  # they are heard, and lead nowhere
            case Press.TAKE | Press.ON_SCREEN | Press.SECOND_SLIP:
                pass  # what comes of them is no matter of ways
            case Press.CONTINUE | Press.REMEMBERED:
                pass  # they stand on screens of their own
            case _:
                assert_never(key)

    def edit(self, touch: Touch) -> None:
        """A touch that stays on this screen and changes what stands there."""
        self.screen = edited(self.screen, touch)

    def grow(self, share: float) -> list[Effect]:
        """So much of the slip has gone to the printer: the same page, with more paper."""
        if isinstance(self.screen, Printing) and share > self.screen.share:
            self.screen = replace(self.screen, share=share)
        return []

    def amend(self, screen: Screen) -> None:
        """The same screen, which knows more now. That is no touch: who is not there any more is
        not taken for somebody."""
        self.screen = screen

    def change_comfort(self, key: Press) -> None:
        """One of the keys for language, large text, low keys."""
        self.comfort = comforted(self.comfort, key)
        self.screen = from_the_top(self.screen)

    def wish(self, comfort: Comfort) -> None:
        """This visitor wants it so from now on; the page stays as it is."""
        self.comfort = comfort

    def tick(self, material: MaterialTicked) -> None:
        """A material is ready; or not yet, when it was ticked before."""
        self.ticks ^= {material}

    def lay(self, holder: Holder, now: Moment) -> None:
        """Somebody laid a card down."""
        self.holder, self.touched_at = holder, now.seconds

    def back(self, now: Moment) -> None:
        """One step back; home where there is none."""
        if self.trail:
            self.show(self.trail.pop(), now)
        else:
            self.home(now)

    def home(self, now: Moment) -> None:
        """Home, for the same visitor."""
        self.start_anew(HOME, now)

    def start_anew(self, screen: Screen, now: Moment) -> None:
        """`screen`, and no way back."""
        self.trail.clear()
        self.show(screen, now)

    def hand_over(self, screen: Screen, now: Moment) -> None:
        """`screen`, for somebody else, who sees it as it was wanted before."""
        comfort = self.comfort
        self.leave(now)
        self.comfort = comfort
        self.start_anew(screen, now)

    def leave(self, now: Moment) -> None:
        """Home, with nothing of this visitor left."""
        self.comfort, self.holder = PLAIN, NOBODY
        self.ticks = frozenset()
        self.home(now)
