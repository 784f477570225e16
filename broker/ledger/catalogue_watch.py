"""The ledger takes a new catalogue while it runs.

How it works, and why nobody is refused. An import replaces the file whole. The ledger looks at it
every few seconds beside its loop, reads it there when it is another, judges it against the hall
that runs, and says on the bus which one it knows from then on. Only then do kiosks take it, each
when nobody stands before it: what a kiosk asks for, the ledger knows already. Items of the one
before stay known until the ledger starts anew, for visitors who began with them. A file that is
wrong changes nothing, and staff are told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.floor import Floor
from broker.language import filled
from broker.service.life import Service, new_id
from broker.service.reports import Alerts
from broker.settings.item_files import ItemsAnew, ItemsOf, Stamps, read_anew, stamps
from broker.wire.messages import CatalogueState
from broker.wire.topics import Kind

LOOK = 5.0  # seconds between two looks

_WRONG = Sentences(
    "新的事项目录读不出来，仍用原来的：请运行 hall check（{problem}）",
    "The new catalogue cannot be used, and the one before goes on: run `hall check` ({problem})",
)
_Seen = tuple[Stamps, ItemsAnew | None]  # None: the files are those that were read last


class CatalogueWatch:
    """A part of the ledger's loop. `floor` is the floor now, which may be made anew at any time."""

    def __init__(self, service: Service, floor: Callable[[], Floor]) -> None:
        self._service = service
        self._floor = floor
        self._offered: Floor | None = None  # what was told of the catalogue
        self._alerts = Alerts(service, Kind.SERVICE, service.name, (AlertCode.CATALOGUE,))
        self._looking = False
        self._stamps: Stamps | None = None
        self._look_at = service.runner.clock()
        service.runner.add(self)
        self._tell()

    def next_wakeup(self) -> float:
        return self._look_at

    def tick(self, now: float) -> None:
        if now < self._look_at:
            return
        self._look_at = now + LOOK
        self._offer()
        if not self._looking:
            self._looking = True
            settings, last = self._service.settings, self._stamps
            hall, folder = settings.hall, settings.file.parent
            known = ItemsOf(settings.catalogue, settings.items)

            def look() -> _Seen:
                seen = stamps(hall, folder)
                return seen, None if seen == last else read_anew(hall, folder, known)

            self._service.runner.aside(look, self._seen, "catalogue")

    def _seen(self, seen: _Seen) -> None:
        self._looking = False
        self._stamps, found = seen
        if found is None:
            return
        wrong = filled(_WRONG, problem=found.trouble) if found.trouble else None
        self._alerts.tell(AlertCode.CATALOGUE, wrong)
        settings, now = self._service.settings, found.now
        if now.catalogue != settings.catalogue:
            self._service.settings = replace(settings, items=now.items, catalogue=now.catalogue)
            self._offered = None
            self._offer()
            self._tell()

    def _offer(self) -> None:
        """A floor that is made anew may have been begun with the catalogue before."""
        floor = self._floor()
        if floor is not self._offered:
            floor.offer(self._service.settings.items)
            self._offered = floor

    def _tell(self) -> None:
        settings, service = self._service.settings, self._service
        state = CatalogueState(
            id=new_id(), at=service.now(), catalogue=settings.catalogue, items=len(settings.items)
        )
        service.bus.publish(service.topics.catalogue(), state, retain=True)
