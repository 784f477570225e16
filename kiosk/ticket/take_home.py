"""What an item needs, to take home in a phone: as a link, or as words in a code. Pure.

The list on paper is in `kiosk.issuing.materials`.
"""

from __future__ import annotations

from broker.domain.catalogue import Item
from broker.domain.guides import Material
from broker.domain.hall import Hall
from kiosk.words import NOTHING, Wording, named, say, together, window_numbers

CODE_BYTES = 900  # more makes dots that a phone does not tell apart on this glass


def counts(material: Material) -> Wording:
    """`原件 1 份、复印件 2 份`; nothing where the catalogue counts nothing."""
    told = (("originals", material.originals), ("copies", material.copies))
    return together(say(f"guide.count.{kind}", count=count) for kind, count in told if count)


def whereto(item: Item, hall: Hall) -> Wording:
    """`企业注册区 3、4 号窗口`; nothing where no window takes the item."""
    windows = hall.windows_of(item.queue)
    if not windows:
        return NOTHING
    numbers = say("ticket.windows", numbers=window_numbers(each.number for each in windows))
    zones = {each.zone for each in windows}
    names = together(named(zone) for zone in hall.zones if zone.id in zones)
    return Wording(f"{names.zh} {numbers.zh}", f"{names.en}, {numbers.en}")


def telephone(item: Item, hall: Hall) -> str:
    """Whom to ask: the item's own number, else the hall's; "" where neither is known."""
    return item.guide.telephone or hall.hall.telephone


def code(item: Item, hall: Hall) -> str:
    """What a phone reads: the item's page on the net where it has one, else words, as many
    materials as a code has room for; how many more there are is said."""
    if item.guide.online:
        return item.guide.online
    number = telephone(item, hall)
    last = [whereto(item, hall).zh, f"咨询电话 {number}" if number else ""]
    first = [hall.hall.name, item.name, "（示例）" if item.guide.example else ""]
    listed = [f"□ {each.name} {counts(each).zh}".rstrip() for each in item.guide.materials]
    for left in range(len(listed) + 1):
        shown = listed[: len(listed) - left]
        more = f"……还有 {left} 份，请看窗口清单" if left else ""
        words = "\n".join(each for each in (*first, *shown, more, *last) if each)
        if len(words.encode("utf-8")) <= CODE_BYTES:
            break
    return words
