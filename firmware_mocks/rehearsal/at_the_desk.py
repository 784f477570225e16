"""Once the doors are open: the duty leader comes late and clocks in by PIN, then sits down at the
desk, where somebody consents to be enrolled and thinks better of it before the finger is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from broker.domain.hall import Member
from broker.domain.ids import StaffId
from firmware_mocks.rehearsal.actor import Actor
from firmware_mocks.rehearsal.channel import NotDone
from firmware_mocks.rehearsal.opening import Say
from firmware_mocks.rehearsal.patience import waited
from firmware_mocks.rehearsal.screen import Screen

_PRESS = "请按手指"


@dataclass
class AtTheDesk(Actor):
    """`left` are the errands that are not done yet."""

    clock_in: Screen
    desk: Screen
    pictures: Path
    tell: Say
    pins: Mapping[StaffId, str]
    left: int = 2

    def show(self, leader: Member, person: Member) -> None:
        """One after the other."""
        self.did(lambda: self._by_pin(leader))
        self.left = 1
        self.did(lambda: self._enrol(leader, person))
        self.left = 0

    def _by_pin(self, leader: Member) -> None:
        self.clock_in.touch("pin")
        self._enter(self.clock_in, leader, "clock-in-pin")
        self.clock_in.see("headline")
        self._says(self.clock_in, "headline", "上午上班")
        self._shot(self.clock_in, "clock-in-by-pin")
        self.tell(f"{leader.id} comes late and clocks in by PIN")

    def _enrol(self, leader: Member, person: Member) -> None:
        desk = self.desk
        self._enter(desk, leader, "enrolment-sign-in")
        desk.touch("list")
        desk.see("listed")
        self._shot(desk, "enrolment-list")
        desk.touch("back")
        desk.see("list")
        self._type(desk, person.id)
        desk.touch("enter")
        desk.see("statement")
        self._shot(desk, "enrolment-consent")
        desk.touch("enrol")
        desk.see("headline")
        self._says(desk, "headline", _PRESS)
        self._shot(desk, "enrolment-press")
        desk.touch("stop")
        desk.see("again")
        self._shot(desk, "enrolment-stopped")
        self.tell(f"{person.id} consents to be enrolled at the desk, and thinks better of it")
        desk.touch("done")

    def _enter(self, screen: Screen, who: Member, picture: str) -> None:
        """Staff number and PIN; an enter that came too early for the screen is pressed again."""
        screen.see("number")
        self._type(screen, who.id)
        while not screen.read("code", "chosen"):
            screen.touch("enter")
        screen.type(self.pins[who.id])
        self._shot(screen, picture)
        screen.touch("enter")

    def _type(self, screen: Screen, number: str) -> None:
        screen.type(number)
        self._must(lambda: screen.read("number-typed", "text") == number, number)

    def _says(self, screen: Screen, name: str, words: str) -> None:
        self._must(lambda: self._reads(screen, name, words), words)

    @staticmethod
    def _reads(screen: Screen, name: str, words: str) -> bool:
        try:
            return str(screen.read(f"{name}-zh", "text")).startswith(words)
        except NotDone:
            return False  # another page

    @staticmethod
    def _must(true: Callable[[], bool], wanted: str) -> None:
        if not waited(true):
            raise NotDone(f"the desk does not come to {wanted}")

    def _shot(self, screen: Screen, picture: str) -> None:
        screen.shot(self.pictures / f"{picture}.png")
