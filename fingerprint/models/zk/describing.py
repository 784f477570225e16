"""Packets of terminals in one line of words. What they carry of people is never shown."""

from __future__ import annotations

from typing import Any

from fingerprint.models.zk.codec import ZkPacket
from fingerprint.models.zk.session import Introduced
from fingerprint.models.zk.spec import ZkAnswer, ZkCommand
from fingerprint.terminal import TerminalLog


def describe(value: Any) -> str:
    """Say what a decoded value means."""
    match value:
        case ZkPacket(code, session, count, data):
            carried = f", {len(data)} bytes" if data else ""
            return f"{_code(code)}, session {session}, count {count}{carried}"
        case Introduced(serial, name, clock, records):
            return f"{name}, serial {serial}, clock {clock:%Y-%m-%d %H:%M:%S}, {records} records"
        case TerminalLog(serial, clock, records=records):
            return f"serial {serial}, clock {clock:%Y-%m-%d %H:%M:%S}, {len(records)} records"
        case _:
            return str(value)


def _code(code: int) -> str:
    known = {each.value: each.name for each in (*ZkCommand, *ZkAnswer)}
    return known[code].lower().replace("_", " ") if code in known else f"code {code}"
