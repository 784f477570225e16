"""A simulated reader of ID cards, written a second time from docs/protocols/sam.md."""

from __future__ import annotations

from firmware_mocks.firmware import DeviceKind, Firmware, Hand, Mock
from firmware_mocks.firmware.options import one_of, refuse_unknown
from firmware_mocks.sam.reader import CardReader, ReaderHabits
from kiosk.input.models.sam.spec import BAUD

_YES = {"yes": True, "no": False}
_OPTIONS = {
    "again": "yes: it finds a card that lies there again; no: not before it was lifted (no)",
    "fast": "yes: answers at once instead of at a real reader's pace (no)",
}


def make(address: int, options: dict[str, str]) -> Firmware:
    """Build one. Its line is its own: an address tells nothing."""
    refuse_unknown(options, _OPTIONS)
    habits = ReaderHabits(
        again=one_of(options, "again", "no", _YES), fast=one_of(options, "fast", "no", _YES)
    )
    return CardReader(address, habits)


MOCK = Mock(
    name="sam",
    title="ID card reader (SAM_A, SAM_V), and cards of invented people",
    kind=DeviceKind.CARD_READER,
    baud=BAUD,
    make=make,
    hands=(
        Hand(
            "card NAME [BORN] [KIND]",
            "lay the card of an invented NAME down; KIND: citizen, J, I, Y, X, expired, misprinted",
        ),
        Hand("lift", "take the card away", ("拿走证件",)),
        Hand("fault silent", "it hears and says nothing"),
        Hand("fault unreadable", "it finds cards and reads none"),
        Hand("fault unauthorised", "its SAM may not read cards"),
        Hand("fault self-test", "it found itself broken"),
        Hand("fault badsum", "its frames do not add up"),
        Hand("fault lifted", "the next card is taken away while it is read"),
        Hand("ok", "end of the reader's fault"),
    ),
    options=_OPTIONS,
)

__all__ = ["MOCK", "make"]
