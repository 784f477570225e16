"""ZKTeco's standalone terminals: their attendance log, read and never changed."""

from __future__ import annotations

from fingerprint.models.zk.codec import ZkDecoder, ZkPacket, encode
from fingerprint.models.zk.describing import describe
from fingerprint.models.zk.session import Introduce, ReadOut, ZkSession
from fingerprint.models.zk.spec import PORT, ZkCommand
from fingerprint.terminal import TerminalDriver


def _encode(command: Introduce | ReadOut | ZkPacket) -> bytes:
    """A packet; of what takes many the first."""
    return encode(command if isinstance(command, ZkPacket) else ZkPacket(ZkCommand.CONNECT))


DRIVER = TerminalDriver(
    name="zk",
    title="ZKTeco attendance terminals (TCP 4370), read only",
    encode=_encode,
    decoder=ZkDecoder,
    session=lambda _addresses: ZkSession(),
    probe=lambda _address: Introduce(),
    describe=describe,
    read_out=ReadOut,
    port=PORT,
)
