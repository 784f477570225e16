"""The floor as the ledger's file tells it, made anew: at a start, and after a failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from broker.domain.errors import StoreError
from broker.domain.floor import Floor
from broker.domain.projection import apply
from broker.ledger.histories import Histories
from broker.ledger.store import Store
from broker.settings import Settings


class Loaded(NamedTuple):
    """An open file, and what its facts say."""

    store: Store
    floor: Floor
    histories: Histories


def load(opener: Callable[[], Store], settings: Settings, now: datetime) -> Loaded:
    """Open the file, and read as far back as matters at `now`. Waits for the disk; raises
    `StoreError`, and leaves nothing open then."""
    store = opener()
    try:
        return Loaded(store, *_read(store, settings, now))
    except StoreError:
        store.close()
        raise


def load_into(
    found: list[Loaded], opener: Callable[[], Store], settings: Settings, now: datetime
) -> None:
    """The same, as a piece of work for the thread that waits for the disk."""
    found.append(load(opener, settings, now))


def _read(store: Store, settings: Settings, now: datetime) -> tuple[Floor, Histories]:
    floor, histories = Floor(settings.hall, settings.items), Histories()
    for each in store.replayed(floor.tells_from(now, store.last_at)):
        apply(floor, each.fact, each.at)
        histories.note((each,), floor.day)
    return floor, histories
