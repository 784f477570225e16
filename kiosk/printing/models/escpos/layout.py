"""What stands where on a slip of an ESC/POS printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from broker.domain.slip_template import Element, SlipPart, Template
from kiosk.printing.hall_map import drawn
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos.sheet import SlipSheet
from kiosk.printing.slip import MaterialsSlip, Roll, Slip

# Dots across a map, each printed twice as wide and as high: a line of 9600 baud takes some
# three seconds for it.
_MAP_DOTS = {Roll.MM_58: 184, Roll.MM_80: 240}


def lay_out(slip: Slip, roll: Roll) -> tuple[c.PrintCommand, ...]:
    """The whole slip as its template has it, cut off at the end. `ValueError` where its code is too
    fine for the paper."""
    sheet = SlipSheet(roll)
    for element in _marked(slip.template):
        if element.part in (SlipPart.TEXT, SlipPart.BOLD):
            _words(sheet, element)
        elif element.part is SlipPart.MAP:
            _map(sheet, slip, roll)
        else:
            _PARTS[element.part](sheet, slip)
    return sheet.finished(beep=slip.beep)


def _marked(template: Template) -> Iterator[Element]:
    """The parts, with what tells a number from others: a template cannot leave that out."""
    left_out = all(each.part is not SlipPart.MARK for each in template)
    for element in template:
        yield element
        if left_out and element.part is SlipPart.NUMBER:
            yield Element(SlipPart.MARK)


def _words(sheet: SlipSheet, element: Element) -> None:
    for words in (element.zh, element.en):
        sheet.block(words, bold=element.part is SlipPart.BOLD)


def _map(sheet: SlipSheet, slip: Slip, roll: Roll) -> None:
    if slip.map is not None:
        sheet.picture(drawn(slip.map, _MAP_DOTS[roll]), 2)
        sheet.block("◎ 您在这里 You are here")
        sheet.block(f"■ {slip.zone} {slip.zone_en}")


def _logo(sheet: SlipSheet, slip: Slip) -> None:
    if slip.logo is not None:
        sheet.picture(slip.logo, 1)


def _named(sheet: SlipSheet, zh: str, en: str) -> None:
    sheet.heading(zh)
    sheet.block(en)


def _said(sheet: SlipSheet, zh: str, en: str) -> None:
    sheet.block(zh, bold=True)
    sheet.block(en)


def _advice(sheet: SlipSheet, slip: Slip) -> None:
    sheet.block(slip.polite)
    sheet.block(slip.polite_en)


_PARTS: dict[SlipPart, Callable[[SlipSheet, Slip], None]] = {
    SlipPart.LOGO: _logo,
    SlipPart.HALL: lambda sheet, slip: _named(sheet, slip.hall, slip.hall_en),
    SlipPart.LINE: lambda sheet, _: sheet.rule(),
    SlipPart.QUEUE: lambda sheet, slip: _named(sheet, slip.queue, slip.queue_en),
    SlipPart.NUMBER: lambda sheet, slip: sheet.number(slip.number),
    SlipPart.MARK: lambda sheet, slip: sheet.block(slip.marks, bold=True),
    SlipPart.ITEM: lambda sheet, slip: sheet.block(slip.item),
    SlipPart.WHERE: lambda sheet, slip: _said(sheet, slip.where, slip.where_en),
    SlipPart.AHEAD: lambda sheet, slip: _said(sheet, slip.before, slip.before_en),
    SlipPart.WAIT: lambda sheet, slip: _said(sheet, slip.wait, slip.wait_en),
    SlipPart.CODE: lambda sheet, slip: sheet.code(slip.code),
    SlipPart.TIME: lambda sheet, slip: sheet.block(slip.printed_at),
    SlipPart.ADVICE: _advice,
    SlipPart.SPACE: lambda sheet, _: sheet.space(),
}


def lay_out_materials(slip: MaterialsSlip, roll: Roll) -> tuple[c.PrintCommand, ...]:
    """The list of what an item needs, a box to tick before each thing."""
    sheet = SlipSheet(roll)
    sheet.heading(slip.hall)
    sheet.block(slip.hall_en)
    sheet.rule()
    sheet.heading(slip.item)
    sheet.block(slip.item_en)
    sheet.block("申请材料清单 What to bring", bold=True)
    sheet.block("示例，以窗口公布为准 A sample, not official" if slip.example else "")
    sheet.left()
    for line in slip.materials:
        sheet.to_tick(line)
    sheet.centre()
    sheet.rule()
    sheet.block(slip.where, bold=True)
    sheet.block(f"咨询电话 Telephone {slip.telephone}" if slip.telephone else "")
    if slip.code:
        sheet.code(slip.code)
    sheet.block(slip.printed_at)
    return sheet.finished(beep=False)
