"""No paper: the number large, and as a QR code to photograph. Pure."""

from __future__ import annotations

import math
from functools import lru_cache

from kiosk.ticket.events import Press, Pressed
from kiosk.ticket.pages.phrases import queue_name
from kiosk.ticket.pages.plate import NumberPlate, plate
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Remember
from kiosk.words.values import Page

QR_SCALE = 8


class RememberPage(Page, frozen=True):
    """`code` is a picture as an address; `left` seconds the number is held."""

    plate: NumberPlate
    code: str
    left: int


def remember(screen: Remember, scene: Scene) -> Touchable:
    """The number large, and as a QR code to photograph."""
    told = plate(screen, scene)
    page = RememberPage(
        plate=told,
        code=picture_of(_words(told, screen.queue, scene)),
        left=max(0, math.ceil(screen.until - scene.seconds)),
    )
    return Touchable(page, {"remembered": Pressed(Press.REMEMBERED)})


def _words(told: NumberPlate, queue: str, scene: Scene) -> str:
    """What a phone shows for the code: as on a slip without a link."""
    lines = [
        scene.hall.hall.name,
        f"{told.number} {queue_name(queue, scene).zh}",
        f"{scene.local:%Y-%m-%d}",
        told.ahead.zh,
        told.go.zh,
        told.go.en,
    ]
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=2)
def picture_of(words: str) -> str:
    """A picture of their QR code, as an address QML can show."""
    import segno  # rarely needed: only when the paper failed

    uri: str = segno.make_qr(words.encode("utf-8"), error="m").png_data_uri(
        scale=QR_SCALE, border=4
    )
    return uri
