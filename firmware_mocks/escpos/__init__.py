"""A simulated slip printer that speaks ESC/POS.

Written from the makers' command manuals. What stands on the paper is kept as lines, see
`firmware_mocks.escpos.paper`.
"""

from __future__ import annotations

from firmware_mocks.escpos.printer import OPTIONS, SlipPrinter
from firmware_mocks.firmware import DeviceKind, Hand, Mock

__all__ = ["MOCK"]

MOCK = Mock(
    name="escpos",
    title="ESC/POS slip printer",
    kind=DeviceKind.PRINTER,
    baud=9600,
    make=SlipPrinter,
    hands=(
        Hand("tear", "take the paper that hangs out", ("撕纸",)),
        Hand("paper out|in", "take the roll out; put a new one in", ("抽纸", "装纸")),
        Hand("cover open|close", "open the lid; press it shut", ("开盖", "合盖")),
        Hand("jam", "something blocks the knife: the next cut fails", ("卡刀",)),
        Hand("near-end", "the roll is nearly used up"),
        Hand("fault silent|heat", "its answers get lost; its head is too hot"),
        Hand("ok", "mend everything: roll, lid, knife, head, answers"),
    ),
    options=OPTIONS,
)
