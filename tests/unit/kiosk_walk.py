"""Every screen of the ticket kiosk, and every way between them that a finger, the ledger, the
printer, the disk or the clock can take.

How the walk works. A node is what a visitor could tell apart: the screen with its figures blotted
out, what 返回 leads to, the bus, the printer, and what is being waited for. From each node
everything is tried that can be touched there, and everything that may happen by itself; a node that
was not seen before is walked on from. So the whole graph is seen, and not the paths somebody
thought of.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from broker.domain.common_words import CommonWord
from broker.domain.hall import AT_STAFF_CORNER
from broker.domain.notices import Notice
from broker.domain.requests import Granted
from kiosk.input.came import CardRead, CodeRead
from kiosk.issuing import events as issuing
from kiosk.printing.trouble import PrinterTrouble
from kiosk.ticket import events, screens
from kiosk.ticket.code_screens import CodeEntry
from kiosk.ticket.events import (
    CodeEntered,
    CornerKey,
    CornerTouched,
    GroupChosen,
    ItemChosen,
    Press,
    Touch,
    Typed,
)
from kiosk.ticket.flow import Event, Flow
from kiosk.ticket.look import CORNERS, TicketLook, look
from kiosk.ticket.measures import GlassSize
from kiosk.ticket.opinion_screens import OpinionThanks
from kiosk.ticket.pages.scene import Scene, Touches
from kiosk.ticket.screens import Comfort
from kiosk.ticket.staff_screens import StaffDoor
from kiosk.ticket.worldview import World
from tests.stages.pins import PIN
from tests.unit.kiosk_ledger import HALL, moment
from tests.unit.kiosk_visitor import ZONE, Visitor
from tests.unit.laid_by import LaidBy

COMMON = (
    CommonWord("甲", (("dept", 1),)),
    CommonWord("别处", instead="请去别处", instead_en="Elsewhere"),
)
STANDING_FOR_ALL = frozenset("A7")  # of letters and digits
OF_A_CARD = (screens.Confirm, screens.Printing)  # where it is told apart whose number it will be
LONGEST = 2  # of what is typed: a third letter is like the second
CARD = CardRead("p1", "张*", "110101********0015", elderly=True)
DAY = date(2026, 11, 23)
NOTICE = Notice(DAY, DAY, "通知", "请看", "Notice", "Please read")
LYING = GlassSize(476.5, 268.0)
Step = Callable[[Visitor], None]


class Node:
    """A visitor somewhere, and how they came there."""

    def __init__(self, visitor: Visitor, path: tuple[str, ...]) -> None:
        self.visitor = visitor
        self.path = path
        self._laid_by: LaidBy[Visitor] | None = None

    def again(self) -> Visitor:
        """The same visitor once more. They are laid by once, and taken up at each step."""
        self._laid_by = self._laid_by or LaidBy(self.visitor)
        return self._laid_by.taken_up()

    def after(self, name: str, step: Step) -> Node:
        """This visitor once more, a step further."""
        further = self.again()
        step(further)
        return Node(further, (*self.path, name))

    def left(self) -> None:
        """Nobody goes on from here soon."""
        self._laid_by = None


def glass(
    visitor: Visitor, comfort: Comfort | None = None, wide: bool = False
) -> tuple[TicketLook, Touches]:
    """What is shown now, and what can be touched, by its name."""
    flow, now = visitor.flow, moment(visitor.seconds)
    scene = Scene(
        hall=HALL,
        catalogue=visitor.catalogue,
        world=World(),
        screen=flow.screen,
        comfort=flow.comfort if comfort is None else comfort,
        seconds=visitor.seconds,
        local=now.at.astimezone(ZONE),
        connected=flow.connected,
        printer_trouble=flow.printer_trouble,
        common=COMMON,
        glass=LYING if wide else GlassSize(),
        holder=flow.cards.holder,
        card_place=flow.cards.place,
        scanner=flow.cards.scanner,
        notices=(NOTICE,),
        sign_film="file:///sign.mp4",
        corner=flow.corner.known,
    )
    return look(scene)


# what may be done, and what may happen


def touches(visitor: Visitor) -> Iterator[tuple[str, Step]]:
    """Every touch on this glass; of choices that are alike, the first."""
    if isinstance(visitor.flow.screen, screens.Items):
        yield from longer(visitor.flow.screen)
    tried: set[type[Touch]] = set()
    for name, touch in glass(visitor)[1].items():
        if name in CORNERS:
            continue  # by `come`
        alike = isinstance(touch, ItemChosen | GroupChosen) and type(touch) in tried
        tried.add(type(touch))
        if not alike and (not isinstance(touch, Typed) or worth_typing(visitor, touch)):
            yield name, lambda at, touch=touch: at.touch(touch)


def longer(screen: screens.Items) -> Iterator[tuple[str, Step]]:
    """What a department with more items than these asks first."""
    first = events.GoTo(screens.HeadItems(screen.purpose, screen.department, (1,)))
    yield "how it begins", lambda at: at.touch(first)


def worth_typing(visitor: Visitor, touch: Typed) -> bool:
    if isinstance(visitor.flow.screen, StaffDoor):
        return False  # by `sign_in`
    text = getattr(visitor.flow.screen, "text", "")
    return len(text) < LONGEST and touch.character in STANDING_FOR_ALL


def happenings(visitor: Visitor) -> Iterator[tuple[str, Step]]:
    """What the rest of the world may do."""
    desk = visitor.desk
    if desk.asked:
        request = desk.asked[0]
        yield "the ledger gives", lambda at: at.answer()
        yield "the ledger refuses", refuse
        if request.person:
            yield "the ledger knows them", knows
        yield "the ledger is silent", happens(issuing.Silent(request))
    if desk.jobs:
        job = desk.jobs[-1]
        yield "the slip is out", happens(issuing.SlipTaken(job))
        yield "no paper", happens(issuing.SlipLost(job, PrinterTrouble.PAPER_OUT))
        yield "perhaps a slip", happens(issuing.SlipLost(job, PrinterTrouble.CUTTER, maybe=True))
    if isinstance(visitor.flow.screen, screens.Confirm):  # elsewhere: test_cards_on_screens.py
        yield "a card is laid down", happens(CARD)
    if isinstance(visitor.flow.screen, screens.Home):  # elsewhere: test_scanner.py
        yield "a slip is scanned", happens(CodeRead("A007"))
        yield "another code is scanned", happens(CodeRead("?"))
        yield "an appointment is scanned", happens(CodeRead("https://x.cn/042817"))
    if isinstance(visitor.flow.screen, CodeEntry):
        yield "a code is typed", type_code
    yield from of_words(visitor)
    if near_a_number(visitor.flow.screen):
        yield from elsewhere_on_the_wires()
    if visitor.flow.screen == screens.HOME:  # elsewhere it leads to the same
        yield "staff come", come
    if isinstance(visitor.flow.screen, StaffDoor):
        yield "staff say who they are", sign_in
    yield "the kiosk fails", happens(issuing.Broke())
    yield "the clock", lambda at: at.wait(0.001 + next_wait(at))


def of_words(visitor: Visitor) -> Iterator[tuple[str, Step]]:
    """What the ledger may say of what was written."""
    if isinstance(visitor.flow.screen, OpinionThanks) and visitor.desk.left:
        yield "words are lost", happens(issuing.WordsLost(visitor.desk.left[-1].id))


def elsewhere_on_the_wires() -> Iterator[tuple[str, Step]]:
    yield "the bus goes", happens(events.BusSeen(False))
    yield "the bus comes", happens(events.BusSeen(True))
    yield "the printer is out of order", happens(issuing.PrinterSeen(PrinterTrouble.COVER_OPEN))
    yield "the printer is well", happens(issuing.PrinterSeen(""))


def near_a_number(screen: screens.Screen) -> bool:
    """Whether bus and printer make a difference to what may come next."""
    return isinstance(screen, screens.Home | screens.Confirm | screens.Printing | screens.Remember)


def happens(event: Event) -> Step:
    return lambda at: at.happens(event)


def refuse(visitor: Visitor) -> None:
    visitor.ledger.quota = visitor.ledger.numbers
    visitor.answer()


def type_code(visitor: Visitor) -> None:
    """All six digits, and 取号."""
    for digit in "042817":
        visitor.touch(Typed(digit))
    visitor.touch(CodeEntered())


def come(visitor: Visitor) -> None:
    """Both corners are touched as staff do."""
    for key in (CornerKey.HELD, CornerKey.OTHER):
        visitor.touch(CornerTouched(key))


def sign_in(visitor: Visitor) -> None:
    """Somebody of the guide desk types what is asked for; a letter already there is wiped."""
    member = next(each for each in HALL.staff if each.role in AT_STAFF_CORNER)
    come(visitor)
    for word in (member.id, PIN):
        for character in word:
            visitor.touch(Typed(character))
        visitor.touch(CornerTouched(CornerKey.ENTER))


def knows(visitor: Visitor) -> None:
    """Whoever laid the card down waits in this queue already."""
    request = visitor.desk.asked[0]
    first = visitor.ledger.take(replace(request, id="the-first"))
    assert isinstance(first, Granted)
    visitor.ledger.states[first.facts[0].ticket] = "waiting"  # type: ignore[union-attr]  # a number
    visitor.answer()


def next_wait(visitor: Visitor) -> float:
    due = visitor.flow.next_wakeup()
    return max(0.0, due - visitor.seconds) if due is not None else 0.0


# the walk


Mark = tuple[object, ...]


class Walked(NamedTuple):
    """Every node, and to which a touch leads from each."""

    nodes: dict[Mark, Node]
    led: dict[Mark, set[Mark]]


def seen_as(visitor: Visitor) -> Mark:
    """What tells this node from others. Where 返回 can be touched it is, and who is handed in has
    left: of a hundred steps one leads to what was not seen before, and is taken once more."""
    flow = visitor.flow
    shown, ways = glass(visitor)
    seen = (
        blotted(flow.screen),
        getattr(shown.page, "page", 0),
        (flow.connected, flow.printer_trouble) if near_a_number(flow.screen) else None,
        flow.cards.holder if isinstance(flow.screen, OF_A_CARD) else None,
        bool(visitor.desk.asked),
        bool(visitor.desk.jobs),
    )
    return (*seen, back_to(visitor, ways))


def blotted(screen: screens.Screen) -> tuple[str, int]:
    text = getattr(screen, "text", "")
    said = re.sub(
        r"[0-9]+(\.[0-9]+)?|(text|words)=('[^']*'|\"[^\"]*\")|digits=\w+", "#", repr(screen)
    )
    return said, min(len(text), LONGEST)


def back_to(visitor: Visitor, ways: Touches) -> type[screens.Screen] | None:
    """What 返回 leads to, if it is among the ways on this glass; there they are now."""
    if "back" not in ways:
        return None
    visitor.touch(Press.BACK)
    return type(visitor.flow.screen)


@cache
def walked(flow: type[Flow] = Flow, enough: int = 1_000_000) -> Walked:
    """The graph; of a kiosk that is known to fail, the first `enough` nodes."""
    found = Walked({seen_as(Visitor(flow)): Node(Visitor(flow), ())}, {})
    waiting = deque(found.nodes.items())
    while waiting and len(found.nodes) < enough:
        here, node = waiting.popleft()
        steps = [(True, *each) for each in touches(node.visitor)]
        steps += [(False, *each) for each in happenings(node.visitor)]
        found.led[here] = set()
        for by_touch, name, step in steps:
            mark = seen_as(node.after(name, step).visitor)
            found.led[here] |= {mark} if by_touch else set()
            if mark not in found.nodes:
                found.nodes[mark] = node.after(name, step)
                waiting.append((mark, found.nodes[mark]))
        node.left()
    return found
