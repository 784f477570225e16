"""What a value on the reader's wire means, in one line that tells nothing of a person. Pure."""

from __future__ import annotations

from broker.link.base import Noise
from kiosk.input.came import InputState
from kiosk.input.id_card import IdCard
from kiosk.input.models.sam.cards import card_of
from kiosk.input.models.sam.codec import CardText, SamAnswer, SamId
from kiosk.input.models.sam.spec import SamRequest, SamStatus

_CODES = {
    SamStatus.OK: "done",
    SamStatus.FOUND: "a card is there",
    SamStatus.BAD_CHECKSUM: "refused: bad checksum",
    SamStatus.BAD_LENGTH: "refused: bad length",
    SamStatus.BAD_COMMAND: "refused: no such command",
    SamStatus.UNKNOWN_ERROR: "refused: unknown error",
    SamStatus.CARD_NOT_AUTHENTIC: "the card does not prove itself",
    SamStatus.SAM_NOT_AUTHENTIC: "the SAM does not prove itself",
    SamStatus.WRONG_INFORMATION: "what the card says does not prove itself",
    SamStatus.WRONG_CARD: "no card of this kind is read",
    SamStatus.READ_FAILED: "the card could not be read",
    SamStatus.NO_RANDOM: "refused: no random number",
    SamStatus.SELF_TEST: "the reader's self-test failed",
    SamStatus.NOT_AUTHORISED: "the SAM is not authorised",
    SamStatus.NO_CARD: "no card is there",
    SamStatus.SELECT_FAILED: "the card could not be selected",
    SamStatus.NO_ITEM: "this is not on the card",
}


def describe(value: object) -> str:
    """One line for a person who looks at the bytes."""
    match value:
        case SamRequest():
            return value.name.lower().replace("_", " ")
        case SamAnswer(code, size):
            what = _CODES[SamStatus(code)] if code in _CODES else f"unknown code {code:02X}"
            return f"{what} ({size} bytes)" if size else what
        case SamId(number):
            return f"SAM {number}"
        case CardText(text):
            card = card_of(text)
            said = f"{card.name} {card.number}" if isinstance(card, IdCard) else str(card)
            return f"a card: {said}"
        case IdCard(name, number):
            return f"a card: {name} {number}"
        case InputState(_, trouble):
            return trouble or "ready"
        case Noise(data, reason):
            return f"noise, {len(data)} bytes: {reason}"
        case _:
            return repr(value)
