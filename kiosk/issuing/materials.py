"""The list of what an item needs, to take home: what stands on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from broker.domain.catalogue import Item
from broker.domain.guides import Material
from broker.domain.hall import Hall
from kiosk.printing.slip import MaterialLine, MaterialsSlip
from kiosk.words import Wording, say


def materials_slip(
    item: Item, hall: Hall, at: datetime, ready: Collection[int] = ()
) -> MaterialsSlip:
    """The list of one item, `ready` of it ticked; `at` is in the hall's own zone."""
    building, guide = hall.hall, item.guide
    return MaterialsSlip(
        hall=building.name,
        hall_en=building.name_en,
        item=item.name,
        item_en=item.name_en,
        materials=tuple(_line(each, nth in ready) for nth, each in enumerate(guide.materials)),
        at=at,
        where=_where(item, hall),
        telephone=telephone(item, hall),
        example=guide.example,
    )


def counted(material: Material) -> tuple[Wording, ...]:
    """`原件 1 份`, `复印件 2 份`; none where the catalogue counts nothing."""
    told = (("originals", material.originals), ("copies", material.copies))
    return tuple(say(f"guide.count.{kind}", count=count) for kind, count in told if count)


def telephone(item: Item, hall: Hall) -> str:
    """Whom to ask: the item's own number, else the hall's; "" where neither is known."""
    return item.guide.telephone or hall.hall.telephone


def _line(material: Material, ticked: bool) -> MaterialLine:
    return MaterialLine(
        name=material.name,
        counts="，".join(_counts(material)),
        issuer=f"出具：{material.issuer}" if material.issuer else "",
        note=material.note,
        ticked=ticked,
    )


def _counts(material: Material) -> Iterator[str]:
    if not material.required:
        yield say("guide.optional").zh
    yield from (each.zh for each in counted(material))


def _where(item: Item, hall: Hall) -> str:
    windows = "、".join(str(each.number) for each in hall.windows_of(item.queue))
    return f"请到 {windows} 号窗口" if windows else ""
