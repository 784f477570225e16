"""A time on the wire carries its offset, or the message is refused whole."""

from __future__ import annotations

import json

import pytest

from broker.domain.errors import WireError
from broker.wire import codec

REQUEST = {
    "type": "reserve-ticket",
    "id": "0123456789abcdef",
    "at": "2026-03-02T01:15:00Z",
    "source": "kiosk-1",
    "queue": "works",
    "slot": "2026-03-02T09:30:00+08:00",
}


def test_any_offset_will_do() -> None:
    request = codec.decode_request(json.dumps(REQUEST).encode())
    assert request.at.utcoffset() is not None


@pytest.mark.parametrize("key", ["at", "slot"])
def test_a_time_without_offset_is_nobodys_time(key: str) -> None:
    with pytest.raises(WireError, match="timezone"):
        codec.decode_request(json.dumps(REQUEST | {key: "2026-03-02T09:15:00"}).encode())
