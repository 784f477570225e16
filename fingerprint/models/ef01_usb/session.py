"""The conversation is the serial one: what wraps it on USB is the link's affair."""

from __future__ import annotations

from broker.service.session import Action
from fingerprint.models.ef01.codec import Packet
from fingerprint.models.ef01.session import Ef01Session
from fingerprint.models.ef01_usb.codec import CommandWrapper, Heard, StatusWrapper


class UDiskSession(Ef01Session):
    """Passes over wrappers, which only a recorded stream holds."""

    def receive(self, reply: Heard, now: float) -> list[Action]:
        """Take a packet."""
        if isinstance(reply, CommandWrapper | StatusWrapper):
            return []
        packet: Packet = reply
        return super().receive(packet, now)
