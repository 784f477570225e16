"""The EF01 family: ZFM-20/60/70, FPM10A, AS606/AS608, R30x, R503/R55x, HLK-ZW and their kin."""

from __future__ import annotations

from fingerprint.driver import ReaderDriver
from fingerprint.models.ef01.codec import PacketDecoder, encode
from fingerprint.models.ef01.commands import ReadParameters
from fingerprint.models.ef01.describing import describe
from fingerprint.models.ef01.session import Ef01Session
from fingerprint.models.ef01.spec import FACTORY_BAUD

DRIVER = ReaderDriver(
    name="ef01",
    title="EF01 fingerprint modules (ZFM, FPM10A, AS608, R30x, R503, HLK-ZW)",
    baud=FACTORY_BAUD,
    encode=encode,
    decoder=PacketDecoder,
    session=lambda _addresses: Ef01Session(),
    probe=lambda _address: ReadParameters(),
    describe=describe,
)
