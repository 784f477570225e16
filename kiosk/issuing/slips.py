"""What stands on a slip, from what a transaction wants printed and what hall.toml says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo

from broker.domain.hall import Hall, Zone
from broker.domain.ids import ItemId, item_parts
from broker.domain.plan import Spot
from broker.domain.slips import slip_link
from broker.settings import ORDINARY, SlipForm
from kiosk.issuing.events import Print, PrintMaterials
from kiosk.issuing.materials import materials_slip
from kiosk.printing.hall_map import HallMap
from kiosk.printing.slip import Printable, Slip


class Slips:
    """The slips of one hall. `zone` is the hall's own time zone; `item_name` knows the items by
    department and number, "" for one that is in no catalogue; `here` is where they are printed."""

    def __init__(
        self,
        hall: Hall,
        item_name: Callable[[str, int], str],
        zone: tzinfo,
        here: Spot | None = None,
        form: SlipForm = ORDINARY,
    ) -> None:
        self._hall = hall
        self._item_name = item_name
        self._zone = zone
        self._here = here
        self._form = form

    def printable(self, wanted: Print | PrintMaterials) -> Printable:
        """Whatever a screen wants on paper."""
        if isinstance(wanted, PrintMaterials):
            at = wanted.at.astimezone(self._zone)
            return materials_slip(wanted.item, self._hall, at, wanted.ready)
        return self.slip(wanted)

    def slip(self, wanted: Print) -> Slip:
        """The slip of a number."""
        slip = self._without_code(wanted)
        return replace(slip, code=self._code(wanted, slip))

    def _code(self, wanted: Print, slip: Slip) -> str:
        """A link where the hall has pages for phones, else the slip in words that a phone shows."""
        public_url = self._hall.hall.public_url
        if public_url and wanted.reservation:
            return slip_link(public_url, wanted.reservation)
        lines = [
            slip.hall,
            f"{slip.number} {slip.queue}",
            slip.printed_at,
            slip.where,
            slip.before,
            slip.wait,
            slip.where_en,
        ]
        return "\n".join(line for line in lines if line)

    def _without_code(self, wanted: Print) -> Slip:
        queue = self._hall.queue(wanted.queue)
        place = self._place(wanted.windows)
        building = self._hall.hall
        return Slip(
            hall=building.name,
            hall_en=building.name_en,
            number=wanted.number,
            code="",
            queue=queue.name if queue else wanted.queue,
            queue_en=queue.name_en if queue else "",
            ahead=wanted.ahead,
            at=wanted.at.astimezone(self._zone),
            item=self._item(wanted.item),
            windows=wanted.windows,
            zone=place.name if place else "",
            zone_en=place.name_en if place else "",
            wait=wanted.wait.zh,
            wait_en=wanted.wait.en,
            mark=wanted.mark.zh,
            mark_en=wanted.mark.en,
            again=wanted.again,
            map=self._map(place),
            logo=self._form.logo,
            template=self._form.template,
            polite=f"请留意叫号，过号请到{building.guide_desk}",
            polite_en=f"Watch for your number; if you miss it, ask at {building.guide_desk_en}",
        )

    def _map(self, place: Zone | None) -> HallMap | None:
        """None where the hall has no plan, or the slip leads to no one zone of it."""
        plan, here = self._hall.plan, self._here
        if plan is None or here is None or place is None or place.area is None:
            return None
        areas = tuple(each.area for each in self._hall.zones if each.area is not None)
        return HallMap(plan, areas, here, place.area)

    def _place(self, windows: tuple[int, ...]) -> Zone | None:
        """The zone, where all the windows are in one."""
        found = {each.zone for each in self._hall.windows if each.number in windows}
        if len(found) != 1:
            return None
        return next((zone for zone in self._hall.zones if zone.id in found), None)

    def _item(self, item: ItemId) -> str:
        parts = item_parts(item)
        return self._item_name(*parts) if parts else ""
