"""A number is typed. Pure."""

from __future__ import annotations

from kiosk.guide_desk.pages.scene import DeskScene, key
from kiosk.guide_desk.screens import Find, Key
from kiosk.words import NOTHING, say
from kiosk.words.values import KeyLook, Page


class FindPage(Page, frozen=True):
    """The field, and the key that looks it up."""

    text: str
    open: KeyLook


def find(screen: Find, scene: DeskScene) -> FindPage:
    """The field as typed."""
    busy = say("guide.looking") if scene.known.asking.out is not None else NOTHING
    return FindPage(screen.text, key(scene, Key.OPEN, "search", "guide.look-up", "Enter", busy))
