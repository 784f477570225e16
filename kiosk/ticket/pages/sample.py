"""The picture of one material, large. Pure."""

from __future__ import annotations

from kiosk.ticket.events import Press, Pressed
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Sample
from kiosk.words import Wording
from kiosk.words.values import Page


class SamplePage(Page, frozen=True):
    """`picture` is an address; "" where there can be none."""

    label: Wording
    detail: Wording
    picture: str
    takeable: bool


def sample(screen: Sample, scene: Scene) -> Touchable:
    """What a material looks like."""
    item = screen.item
    material = item.guide.materials[screen.material]
    page = SamplePage(
        label=Wording(material.name, material.name),
        detail=Wording(material.note, material.note),
        picture=scene.samples.get(material.sample, ""),
        takeable=bool(item.queue),
    )
    return Touchable(page, {"take": Pressed(Press.TAKE)})
