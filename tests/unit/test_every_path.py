"""From every screen of the ticket kiosk there is a way home: touched or left alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import get_args

from kiosk.issuing.events import Effect, Moment
from kiosk.ticket import events, screens
from kiosk.ticket.case_screens import CaseFound, CaseNumber
from kiosk.ticket.events import Press, Pressed, Tap, Touch
from kiosk.ticket.film_screens import SignFilm
from kiosk.ticket.flow import Event, Flow
from kiosk.ticket.look import COMFORTS
from kiosk.ticket.pages.scene import Touches
from kiosk.ticket.patience import FILM_SECONDS
from kiosk.ticket.screens import PLAIN
from tests.unit.kiosk_ledger import HALL
from tests.unit.kiosk_visitor import Visitor
from tests.unit.kiosk_walk import Node, Walked, glass, walked

RULES = HALL.kiosk
IDLE_SECONDS = RULES.idle_seconds + RULES.still_there_seconds
NUMBERED = (screens.Printing, screens.Remember, screens.YourTicket)
NUMBER_SECONDS = 60.0 + RULES.remembered_seconds + RULES.ticket_seconds  # answer, disk, slip


def left_alone(visitor: Visitor) -> None:
    """Nobody touches it again, and nobody answers; before, they had it their own way."""
    for key in COMFORTS:
        if key in glass(visitor)[1]:
            visitor.touch(COMFORTS[key])
    numbered = isinstance(visitor.flow.screen, NUMBERED)
    watched = isinstance(visitor.flow.screen, SignFilm)
    more = NUMBER_SECONDS if numbered else FILM_SECONDS if watched else 0.0
    visitor.wait(IDLE_SECONDS + more)


def stuck(found: Walked) -> list[tuple[str, ...]]:
    """Paths to nodes from which an untouched kiosk does not come home with nothing left."""
    paths = []
    for node in found.nodes.values():
        alone = node.again()
        left_alone(alone)
        if (alone.flow.screen, alone.flow.comfort) != (screens.HOME, PLAIN):
            paths.append(node.path)
    return paths


def dead_ends(found: Walked) -> list[tuple[str, ...]]:
    """Paths to nodes from which no touches lead home."""
    homely = {
        mark
        for mark, node in found.nodes.items()
        if at_home(node) or waits(node) or mark not in found.led
    }
    while True:
        more = {mark for mark, led in found.led.items() if mark not in homely and led & homely}
        if not more:
            return [node.path for mark, node in found.nodes.items() if mark not in homely]
        homely |= more


def at_home(node: Node) -> bool:
    return node.visitor.flow.screen == screens.HOME


def waits(node: Node) -> bool:
    """Between the touch and the paper there is nothing to decide."""
    return isinstance(node.visitor.flow.screen, screens.Printing)


def test_every_screen_is_reached_and_left_and_can_be_had_in_every_way() -> None:
    """One test, for the walk is long, and each process that runs tests would walk again."""
    found = walked()
    reached = {type(node.visitor.flow.screen) for node in found.nodes.values()}
    assert set(get_args(screens.Screen)) == reached
    assert stuck(found) == []
    assert dead_ends(found) == []
    assert [node.path for node in one_of_each(found) if ways_differ(node)] == []


def one_of_each(found: Walked) -> list[Node]:
    return list({mark[0]: node for mark, node in found.nodes.items()}.values())


def ways_differ(node: Node) -> bool:
    """Larger letters leave fewer choices on a page; what kinds there are stays."""
    plain, alone = kinds(glass(node.visitor, PLAIN)[1]), of_one_language(node)
    return any((kinds(glass(node.visitor, *wish)[1]) ^ plain) - alone for wish in every_way())


def of_one_language(node: Node) -> set[type[Touch] | Press]:
    """What one language has alone: writing by pinyin, and home's common matters, where English has
    the queues that were heard of; and in letters of some size items stand behind how they begin."""
    home = {events.ItemChosen, events.QueueChosen} if at_home(node) else set()
    items = {events.ItemChosen} if isinstance(node.visitor.flow.screen, screens.Items) else set()
    return {Press.DIGITS, Press.FURTHER, events.WordChosen, *home, *items}


def every_way() -> Iterator[tuple[screens.Comfort, bool]]:
    either = (False, True)
    for language, elder, low, wide in product(screens.Language, either, either, either):
        yield screens.Comfort(language=language, elder=elder, low=low), wide


def kinds(ways: Touches) -> set[type[Touch] | Press]:
    return {way.key if isinstance(way, Pressed) else type(way) for way in ways.values()}


class ForgetsTheTime(Flow):
    """Asks whether somebody is there, and waits for the answer for ever."""

    def next_wakeup(self) -> float | None:
        asks = isinstance(self.screen, screens.StillThere)
        return None if asks else super().next_wakeup()


class NoWayBack(Flow):
    """A page without a key that leads out."""

    def receive(self, event: Event, now: Moment) -> list[Effect]:
        said = event.touch if isinstance(event, Tap) else event
        shut = isinstance(self.screen, screens.Progress | CaseNumber | CaseFound)
        if shut and said in (Pressed(Press.HOME), Pressed(Press.BACK)):
            return []
        return super().receive(event, now)


def test_control_a_step_changes_nobody_but_who_takes_it() -> None:
    node = Node(Visitor(), ())
    one = node.again()
    one.printing()
    assert one.flow.screen != screens.HOME
    assert one.desk.jobs
    for other in (node.visitor, node.again()):
        assert other.flow.screen == screens.HOME
        assert not other.desk.jobs
        assert not other.desk.journal
        assert not other.ledger.answers
        assert other.flow._hall is one.flow._hall


def test_control_a_kiosk_that_forgets_the_time_is_caught() -> None:
    assert stuck(walked(ForgetsTheTime, 100))


def test_control_a_page_without_a_way_out_is_caught() -> None:
    caught = dead_ends(walked(NoWayBack, 400))
    assert caught
    assert all({"card-progress", "cases", "a slip is scanned"} & {*path} for path in caught)
