"""The guide at the guide desk (导办台), who works with its screen as people do: by touch.

First everything that a desk is for, once, with a picture of each page; then numbers for whoever
does not like the kiosks, until the hall gives no more.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broker.domain.hall import AT_GUIDE_DESK, Hall, Member, Role
from broker.domain.kiosks import GuideDesk as Post
from firmware_mocks.rehearsal.actor import Actor
from firmware_mocks.rehearsal.channel import NotDone
from firmware_mocks.rehearsal.opening import Opened
from firmware_mocks.rehearsal.patience import GLANCE, waited
from firmware_mocks.rehearsal.screen import Screen

_LIST = 0.6  # seconds within which the ledger tells who missed the call, if anybody did
STEADY = 0.6  # seconds: keys of a screen for staff rest after each step
_TRIES = 3  # of an errand that the screen did not go along with
_GROUPS = ("elderly", "infant", "green")


@dataclass
class GuideDesk(Actor):
    """Signs in, then helps one person after another."""

    hall: Opened
    post: Post
    screen: Screen
    dice: random.Random
    every: tuple[float, float]  # real seconds between two people who ask
    pictures: Path | None = None  # None: nobody wants any
    left: int = 5  # errands that are not done yet

    def work(self) -> None:
        """Until the hall gives no more numbers."""
        if not self.did(self._sign_in):
            return
        errands = [self._booked, self._cancelled, self._reprint, self._no_paper, self._come_back]
        while not self.closing.is_set():
            if errands and self._done(errands[0]):
                errands.pop(0)
                self.left = len(errands)
            else:
                self._done(self._number)
                self.closing.wait(self.dice.uniform(*self.every))

    def _done(self, errand: Callable[[], bool]) -> bool:
        """Whether it is done with. What may be done later is tried again later."""
        done = False

        def act() -> None:
            nonlocal done
            done = errand()

        return not self.did(act, _TRIES) or done

    # what people come for

    def _number(self) -> bool:
        """A number for somebody, as fast as it goes."""
        self._choose(self.dice.choice(self._served()))
        if self.dice.random() < 0.25:
            self._touch(f"group-{self.dice.choice(_GROUPS)}")
        self._get()
        return True

    def _booked(self) -> bool:
        """Somebody with an appointment: the longest way to a number."""
        self._see("search-input", "guide-queues")
        self._choose(self._served()[0], "guide-queues-found")
        self._see("get", "guide-number")
        self._touch("group-appointment")
        times = self._names("slot-")
        self._touch(times[0] if times else "group-appointment")
        self._shot("guide-appointment")
        self._get("guide")
        return True

    def _reprint(self) -> bool:
        """Somebody lost the slip."""
        if not self._find(self._waiting(), "guide-find"):
            return False
        self._see("number", "guide-ticket")
        time.sleep(STEADY)
        if not self.screen.tried("touch reprint"):
            return False
        self._shot("guide-reprinting")
        self._see("sentence", "guide-reprinted")
        self._paper("tear")
        return True

    def _come_back(self) -> bool:
        """Somebody who missed the call came after all."""
        self._touch("way-missed")
        if not (numbers := self._missed()):
            return False
        self._shot("guide-missed")
        self._touch(numbers[-1])
        self._see("requeue", "guide-ticket-missed")
        time.sleep(STEADY)
        return self.screen.tried("touch requeue") and self._well("guide-requeued")

    def _missed(self) -> list[str]:
        """Who can be called again, as the page lists them."""
        until = time.monotonic() + _LIST
        while not (numbers := self._names("ticket-")) and time.monotonic() < until:
            time.sleep(GLANCE)
        return numbers

    def _cancelled(self) -> bool:
        """Somebody wanted another queue than the one they took a number of."""
        self._choose(self._unserved())
        number = self._get()
        self._touch("way-waiting")
        self._see(f"ticket-{number}", "guide-waiting")
        self._touch(f"ticket-{number}")
        self._touch("cancel")
        self._see("really", "guide-cancel")
        self._touch("reason-wrong-queue")
        return self._well("guide-cancelled")

    def _no_paper(self) -> bool:
        """The roll is empty, and nobody has a new one: from now on numbers are noted."""
        self._paper("paper out")
        self._choose(self._served()[0])
        time.sleep(0.5)  # until the printer was asked
        self._see("get", "guide-no-paper")
        self._touch("get")
        self._see("noted", "guide-to-note")
        self._touch("noted")
        self._see("done", "guide-noted")
        self._touch("done")
        return True

    # how it is done

    def _sign_in(self) -> None:
        member = guide_of(self.hall.settings.hall)
        self._see("sign-in", "guide-sign-in")
        self._touch("staff-number-input")
        self.screen.type(member.id)
        self._touch("pin-input")
        self.screen.type(self.hall.pins[member.id])
        self._touch("sign-in")
        self._see("way-take")

    def _choose(self, queue: str, picture: str = "") -> None:
        found = self.hall.settings.hall.queue(queue)
        self._touch("way-take")
        self._touch("search-input")
        self.screen.type(found.prefix if found else queue)
        self._see(f"queue-{queue}", picture)
        self._touch(f"queue-{queue}")
        self._see("get")

    def _get(self, pictures: str = "") -> str:
        """Press 取号 and hand over what comes: a slip, or a number that is noted. The number."""
        self._touch("get")
        if pictures:
            time.sleep(0.4)  # half of the slip is out
            self._shot(f"{pictures}-printing")
        if not waited(self._has_number):
            raise NotDone(f"{self.post.id}: no number")
        if pictures:
            self._shot(f"{pictures}-held")
        number = str(self.screen.read("number", "text"))
        self._paper("tear")
        self._touch("done")
        return number

    def _has_number(self) -> bool:
        if self.screen.sees("noted"):
            self._touch("noted")
        return self.screen.sees("done")

    def _well(self, picture: str) -> bool:
        """Whether the screen says that it was done."""
        self._see("sentence", picture)
        return self.screen.read("sentence", "tone") == "ok"

    def _find(self, number: str, picture: str = "") -> bool:
        """Whether the ticket with this number is on the screen."""
        if not number:
            return False
        self._touch("way-find")
        self._touch("search-input")
        self.screen.type(number)
        self._shot(picture)
        self._touch("open")
        return self.screen.sees("reprint", 3)

    def _served(self) -> list[str]:
        """Queues whose windows are open, the fullest first; all of them before the doors open."""
        queues = self.hall.onlooker.queues
        opened = [key for key, state in queues.items() if state.windows_open]
        return sorted(opened, key=lambda key: -queues[key].waiting) or sorted(queues)

    def _unserved(self) -> str:
        """A queue nobody is called from yet, where there is one."""
        queues = self.hall.onlooker.queues
        closed = sorted(key for key, state in queues.items() if not state.windows_open)
        return closed[0] if closed else self._served()[-1]

    def _waiting(self) -> str:
        """The number of somebody who will wait for a while yet."""
        queues = self.hall.onlooker.queues.values()
        longest = max(queues, key=lambda state: len(state.next), default=None)
        return longest.next[-1].number if longest and longest.next else ""

    def _names(self, beginning: str) -> list[str]:
        """The names on the page that begin so: cards of tickets, keys of times."""
        page: Any = self.screen.read("pages", "page")
        if beginning == "ticket-":
            return [f"ticket-{card['number']}" for card in page.get("cards", [])]
        return [f"slot-{slot['value']}" for slot in page.get("slots", [])]

    def _touch(self, name: str) -> None:
        self.screen.touch(name)

    def _see(self, name: str, picture: str = "") -> None:
        self.screen.see(name)
        self._shot(picture)

    def _paper(self, words: str) -> None:
        if self.post.line:
            self.hall.bench.say(f"{self.post.line}@1 {words}")

    def _shot(self, picture: str) -> None:
        if picture and self.pictures is not None:
            time.sleep(0.1)  # until the screen shows what it was told
            self.screen.shot(self.pictures / f"{picture}.png")


def guide_of(hall: Hall) -> Member:
    """Who sits at the desk: a guide, else the duty leader. `hall check` sees that there is one."""
    able = [each for each in hall.staff if each.role in AT_GUIDE_DESK]
    return min(able, key=lambda each: each.role is not Role.GUIDE)
