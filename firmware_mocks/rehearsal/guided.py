"""The visitors who walk through every screen, so that there is a picture of each."""

from __future__ import annotations

import time

from firmware_mocks.rehearsal.citizens import Citizens, to_items


def tour(citizens: Citizens) -> None:
    """The way most people take, with a look at every screen."""
    citizens.see("card-take", "kiosk-home")
    citizens.touch("card-take")
    citizens.see("search", "kiosk-choose")
    to_items(citizens, _first_open(citizens))
    citizens.see("item-1", "kiosk-items")
    citizens.touch("item-1")
    citizens.see("take", "kiosk-confirm")
    citizens.touch("group-elderly")
    citizens.touch("take")
    time.sleep(0.5)  # half of the slip is out
    citizens.shot("kiosk-printing")
    citizens.see("last-word", "kiosk-ticket")
    citizens.sit_down()


def reading(citizens: Citizens) -> None:
    """Somebody who only wants to know what an item needs."""
    citizens.touch("card-guide")
    citizens.touch("search")
    for letter in "GC":
        citizens.touch(f"key-{letter}")
    citizens.see("item-1", "kiosk-search")
    citizens.touch("item-1")
    citizens.see("take", "kiosk-item")
    citizens.go_home()


def asking(citizens: Citizens) -> None:
    """How many are before me?"""
    citizens.touch("card-progress")
    for letter in "A001":
        citizens.touch(f"key-{letter}")
    citizens.see("standing", "kiosk-progress")
    citizens.go_home()


def no_paper(citizens: Citizens) -> None:
    """The roll is empty: the number is shown to be remembered."""
    citizens.touch("card-take")
    to_items(citizens, _first_open(citizens))
    citizens.touch("item-1")
    citizens.paper("paper out")
    citizens.touch("take")
    citizens.see("remembered", "kiosk-remembered")
    citizens.tell(f"{citizens.kiosk.id}: out of paper; the number is shown to be remembered")
    citizens.touch("remembered")
    citizens.see("last-word")
    citizens.paper("paper in")
    citizens.touch("done")


def foreigner(citizens: Citizens) -> None:
    """English."""
    citizens.touch("english")
    citizens.see("card-take", "kiosk-home-english")
    citizens.touch("english")


def elder(citizens: Citizens) -> None:
    """长辈版."""
    citizens.touch("elder")
    citizens.see("card-take", "kiosk-home-elder")
    citizens.touch("elder")


def too_late(citizens: Citizens) -> None:
    """After the doors have closed."""
    citizens.touch("card-take")
    citizens.see("what", "kiosk-closed")
    citizens.go_home()


def hesitating(citizens: Citizens) -> None:
    """Somebody walks away in the middle; the kiosk asks, then goes home by itself."""
    citizens.touch("card-guide")
    citizens.see("continue", "kiosk-still-there")
    citizens.touch("continue")
    citizens.go_home()


def _first_open(citizens: Citizens) -> str:
    return f"dept-{citizens.hall.settings.hall.departments[0].id}"
