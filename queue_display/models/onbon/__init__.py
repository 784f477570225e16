"""Onbon BX-5K font cards: GBK text over RS-232, RS-485 or TCP."""

from __future__ import annotations

from queue_display.driver import SignDriver
from queue_display.models.onbon import signs, spec
from queue_display.models.onbon.codec import decoder, encode
from queue_display.models.onbon.describe import describe
from queue_display.models.onbon.orders import Order, Power, QueryStatus
from queue_display.models.onbon.patience import Patience
from queue_display.models.onbon.session import CardSession


def _probe(address: int) -> Order:
    return Order(address, QueryStatus())


def _light(address: int) -> Order:
    return Order(address, Power(on=True))


DRIVER = SignDriver(
    name="onbon",
    title="Onbon BX-5K LED font card",
    baud=spec.BAUD,
    encode=encode,
    decoder=decoder,
    session=lambda _addresses: CardSession(),
    paced=lambda _addresses, pace: CardSession(Patience().on(pace)),
    compose=signs.compose,
    probe=_probe,
    describe=describe,
    show=signs.show,
    profile=signs.PROFILE,
    light=_light,
    forgot=signs.forgot,
    lacks_font=signs.lacks_font,
)
