"""What hall.toml says of machines and not of the hall: its broker, and habits of devices."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from broker.domain.tables import HallTable


class BrokerTable(HallTable, frozen=True):
    """`[broker]`: Mosquitto. Without `host` one is started as a child on `port` (0: any free).

    It listens on this machine alone, unless it has `addresses`: where the hall's other machines
    find it, which its certificate says as well. It then listens on every network of this machine,
    so that one that comes up late, or with another address, needs no second start.
    """

    host: str = ""
    port: Annotated[int, Meta(ge=0, le=65535)] = 0
    addresses: tuple[str, ...] = ()


class RepeatHabit(HallTable, frozen=True):
    """How a device says again what nobody acknowledged: so many `times`, the first included, and
    `every` so many seconds. 1: it says it once. 0: it goes on until somebody acknowledges."""

    times: Annotated[int, Meta(ge=0, le=1000)]
    every: Annotated[float, Meta(ge=0.05, le=60)] = 1.0
