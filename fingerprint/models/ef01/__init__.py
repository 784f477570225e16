"""The EF01 family: ZFM-20/60/70, FPM10A, AS606/AS608, R30x, R503/R55x, HLK-ZW and their kin."""

from __future__ import annotations

from typing import Any

from broker.domain.errors import DeviceUnsupported
from broker.registry import Driver
from fingerprint.models.ef01.codec import PacketDecoder, encode
from fingerprint.models.ef01.commands import ReadParameters
from fingerprint.models.ef01.describing import describe
from fingerprint.models.ef01.session import Ef01Session
from fingerprint.models.ef01.spec import FACTORY_BAUD


def _no_text(_address: int, _text: str) -> list[Any]:
    raise DeviceUnsupported("a fingerprint reader has nothing to show text on")


DRIVER = Driver(
    name="ef01",
    title="EF01 fingerprint modules (ZFM, FPM10A, AS608, R30x, R503, HLK-ZW)",
    baud=FACTORY_BAUD,
    encode=encode,
    decoder=PacketDecoder,
    session=Ef01Session,
    compose=_no_text,
    probe=lambda _address: ReadParameters(),
    describe=describe,
)
