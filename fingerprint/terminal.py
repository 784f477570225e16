"""Attendance terminals of other makers: they keep their records, and the hall takes them over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from broker.registry import Group
from broker.service.driver import Driver


@dataclass(frozen=True, slots=True)
class TerminalRecord:
    """Somebody touched the terminal: the number that it knows him by, and its own time, which has
    no zone."""

    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TerminalLog:
    """All that was read. `clock` is what the terminal's clock said between `asked` and `answered`
    (monotonic seconds)."""

    serial: str
    clock: datetime
    asked: float
    answered: float
    records: tuple[TerminalRecord, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class TerminalDriver(Driver):
    """A driver of terminals. `read_out(password)` is the command that its session ends with a
    `TerminalLog`; nothing of what it sends may change anything in the terminal. `port` is where
    its terminals listen when they are bought."""

    group: ClassVar[Group | None] = Group.TERMINAL

    read_out: Callable[[int], Any]
    port: int
