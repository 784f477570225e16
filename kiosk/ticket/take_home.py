"""What an item needs, to take home in a phone: as a link, or as words in a code. Pure.

The list on paper is in `kiosk.issuing.materials`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from broker.domain.catalogue import Item
from broker.domain.guides import Material
from broker.domain.hall import Hall
from kiosk.issuing.materials import counted, telephone
from kiosk.ticket.events import MaterialTicked
from kiosk.words import NOTHING, Wording, at_windows, named, together

CODE_BYTES = 900  # more makes dots that a phone does not tell apart on this glass


def ready(item: Item, ticks: Iterable[MaterialTicked]) -> frozenset[int]:
    """The places of the materials that are ticked."""
    return frozenset(each.material for each in ticks if each.item == item.id)


def counts(material: Material) -> Wording:
    """`原件 1 份、复印件 2 份`; nothing where the catalogue counts nothing."""
    return together(counted(material))


def whereto(item: Item, hall: Hall) -> Wording:
    """`企业注册区 3、4 号窗口`; nothing where no window takes the item."""
    windows = hall.windows_of(item.queue)
    if not windows:
        return NOTHING
    numbers = at_windows("ticket.windows.one", "ticket.windows", (each.number for each in windows))
    zones = {each.zone for each in windows}
    names = together(named(zone) for zone in hall.zones if zone.id in zones)
    return Wording(f"{names.zh} {numbers.zh}", f"{names.en}, {numbers.en}")


def code(item: Item, hall: Hall, have: Collection[int] = ()) -> str:
    """What a phone reads: the item's page on the net where it has one, else words, as many
    materials as a code has room for, those one has ticked; how many more there are is said."""
    if item.guide.online:
        return item.guide.online
    number = telephone(item, hall)
    last = [whereto(item, hall).zh, f"咨询电话 {number}" if number else ""]
    first = [hall.hall.name, item.name, "（示例）" if item.guide.example else ""]
    listed = [
        f"{'☑' if nth in have else '□'} {each.name} {counts(each).zh}".rstrip()
        for nth, each in enumerate(item.guide.materials)
    ]
    for left in range(len(listed) + 1):
        shown = listed[: len(listed) - left]
        more = f"……还有 {left} 种，请看窗口清单" if left else ""
        words = "\n".join(each for each in (*first, *shown, more, *last) if each)
        if len(words.encode("utf-8")) <= CODE_BYTES:
            break
    return words
