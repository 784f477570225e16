"""EF01 packets in one line of words, for `hall decode` and `hall probe`."""

from __future__ import annotations

from typing import Any

from broker.link.base import Noise
from fingerprint.models.ef01 import answers, spec
from fingerprint.models.ef01.codec import Ack, CommandPacket, Data
from fingerprint.models.ef01.spec import Confirmation, Instruction


def describe(value: Any) -> str:
    """Say what a decoded value means. Contents of data packets (templates) are never shown."""
    match value:
        case CommandPacket(instruction, parameters):
            return f"{_instruction(instruction)} {parameters.hex(' ')}".rstrip()
        case Ack():
            return _ack(value)
        case Data(data, last):
            return f"{'last ' if last else ''}data packet, {len(data)} bytes"
        case Noise(data, reason):
            return f"noise ({reason}): {data.hex(' ')}"
        case _:
            return str(value)


def _instruction(instruction: int) -> str:
    try:
        return Instruction(instruction).name.lower().replace("_", " ")
    except ValueError:
        return f"instruction 0x{instruction:02x}"


def _ack(ack: Ack) -> str:
    block = answers.parameters(ack)
    if block is not None:
        return (
            f"ok: capacity {block.capacity}, security level {block.security},"
            f" packets of {block.packet_size} bytes, {block.baud} baud"
        )
    hit = answers.found(ack)
    if hit is not None:
        return f"ok: slot {hit[0]}, score {hit[1]}"
    number = answers.number(ack)
    if number is not None:
        return f"ok: {number}"
    if ack.values and ack.code == Confirmation.OK:
        return f"ok: {ack.values.hex(' ')}"
    return spec.code_name(ack.code)
