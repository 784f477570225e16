"""Readers of second-generation ID cards on a serial line: SAM_A, SAM_V."""

from __future__ import annotations

from kiosk.input.driver import CardReaderDriver
from kiosk.input.models.sam.codec import SamDecoder, encode
from kiosk.input.models.sam.describing import describe
from kiosk.input.models.sam.policy import CardPolicy
from kiosk.input.models.sam.session import SamSession
from kiosk.input.models.sam.spec import BAUD, SamRequest

__all__ = ["DRIVER"]

DRIVER = CardReaderDriver(
    name="sam",
    title="ID card reader (SAM_A, SAM_V)",
    baud=BAUD,
    encode=encode,
    decoder=SamDecoder,
    session=lambda _addresses: SamSession(),
    paced=lambda _addresses, pace: SamSession(CardPolicy().paced(pace)),
    probe=lambda _address: SamRequest.SAM_ID,
    describe=describe,
)
