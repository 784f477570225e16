"""A visitor reads a guide: ticks are theirs alone, lists are printed or said not to be."""

from __future__ import annotations

import pytest

from kiosk.issuing import events as issuing
from kiosk.issuing.events import PrintMaterials
from kiosk.ticket import events, screens
from kiosk.ticket.events import GoTo, ListWanted, MaterialTicked, Press
from kiosk.ticket.lists import FORGOTTEN, MOST, WITHIN
from kiosk.ticket.printout import Printout
from kiosk.ticket.screens import Guidance, GuideTab, Purpose, TakeAway
from tests.stages.guides import item
from tests.unit.kiosk_ledger import HALL
from tests.unit.kiosk_visitor import Visitor

ITEM = item("full", HALL.departments[0].id, "qa")
TICK = MaterialTicked(ITEM.id, 2)
ANOTHER = item("full", HALL.departments[0].id, "qa", number=2)
OTHER = ANOTHER.id


class Reader(Visitor):
    """Somebody at a guide, who keeps the lists that were to be printed."""

    def __init__(self) -> None:
        self.lists: list[PrintMaterials] = []
        super().__init__()

    def perform(self, effects: list[issuing.Effect]) -> None:
        self.lists += [each for each in effects if isinstance(each, PrintMaterials)]
        super().perform([each for each in effects if not isinstance(each, PrintMaterials)])

    def read(self, tab: GuideTab = GuideTab.OVERVIEW) -> None:
        self.touch(GoTo(screens.Choose(Purpose.GUIDE)))
        self.touch(GoTo(Guidance(ITEM, tab)))

    def ask_for_paper(self) -> None:
        self.read(GuideTab.MATERIALS)
        self.touch(GoTo(TakeAway(ITEM)))
        self.touch(ListWanted(ITEM))

    @property
    def sheet(self) -> Printout:
        screen = self.flow.screen
        assert isinstance(screen, TakeAway)
        return screen.sheet


@pytest.fixture
def reader() -> Reader:
    return Reader()


def test_a_tab_is_no_step_back_leads_to_where_the_guide_was_opened(reader: Reader) -> None:
    reader.read()
    for tab in (GuideTab.STEPS, GuideTab.FEE):
        reader.touch(GoTo(Guidance(ITEM, tab)))
    assert reader.flow.screen == Guidance(ITEM, GuideTab.FEE)
    reader.touch(Press.BACK)
    assert isinstance(reader.flow.screen, screens.Choose)


def test_back_from_a_picture_or_a_list_leads_to_the_same_leaf(reader: Reader) -> None:
    reader.read(GuideTab.MATERIALS)
    reader.touch(Press.NEXT)
    for screen in (screens.Sample(ITEM, 0), TakeAway(ITEM)):
        reader.touch(GoTo(screen))
        reader.touch(Press.BACK)
        assert reader.flow.screen == Guidance(ITEM, GuideTab.MATERIALS, 1)


@pytest.mark.parametrize("screen", [Guidance(ITEM), screens.Sample(ITEM, 0), TakeAway(ITEM)])
def test_a_number_can_be_taken_from_every_page_of_a_guide(
    reader: Reader, screen: screens.Screen
) -> None:
    reader.touch(GoTo(screen))
    reader.touch(Press.TAKE)
    confirm = reader.flow.screen
    assert isinstance(confirm, screens.Confirm)
    assert (confirm.queue, confirm.item) == ("qa", ITEM)


def test_leaves_are_turned_and_other_letters_begin_at_the_first(reader: Reader) -> None:
    reader.read(GuideTab.GROUNDS)
    reader.touch(Press.PREVIOUS)
    assert reader.flow.screen == Guidance(ITEM, GuideTab.GROUNDS, 0)
    for leaf in (1, 2):
        reader.touch(Press.NEXT)
        assert reader.flow.screen == Guidance(ITEM, GuideTab.GROUNDS, leaf)
    reader.touch(Press.ELDER)
    assert reader.flow.screen == Guidance(ITEM, GuideTab.GROUNDS, 0)


@pytest.mark.parametrize("key", [Press.ELDER, Press.ENGLISH, Press.LOW])
def test_a_list_in_pages_begins_anew_too_when_a_page_holds_less(reader: Reader, key: Press) -> None:
    reader.touch(GoTo(screens.Choose(Purpose.TAKE)))
    reader.touch(Press.NEXT)
    reader.touch(key)
    assert reader.flow.screen == screens.Choose(Purpose.TAKE, 0)


def test_a_tick_is_made_and_taken_back(reader: Reader) -> None:
    reader.read(GuideTab.MATERIALS)
    reader.touch(TICK)
    assert reader.flow.ticks == {TICK}
    reader.touch(MaterialTicked(ITEM.id, 0))
    reader.touch(TICK)
    assert reader.flow.ticks == {MaterialTicked(ITEM.id, 0)}


def test_ticks_stay_with_the_visitor_and_go_with_them(reader: Reader) -> None:
    reader.read(GuideTab.MATERIALS)
    reader.touch(TICK)
    reader.touch(Press.HOME)
    assert reader.flow.ticks == {TICK}
    reader.wait(HALL.kiosk.idle_seconds + HALL.kiosk.still_there_seconds + 1)
    assert isinstance(reader.flow.screen, screens.Home)
    assert reader.flow.ticks == set()
    assert reader.flow.next_wakeup() is None


def test_ticks_are_gone_once_a_number_was_taken(reader: Reader) -> None:
    reader.read(GuideTab.MATERIALS)
    reader.touch(TICK)
    reader.printing()
    reader.happens(issuing.SlipTaken(reader.desk.jobs[-1]))
    reader.wait(HALL.kiosk.ticket_seconds + 1)
    assert isinstance(reader.flow.screen, screens.Home)
    assert reader.flow.ticks == set()


def test_ticks_go_along_onto_the_paper(reader: Reader) -> None:
    reader.read(GuideTab.MATERIALS)
    reader.touch(TICK)
    reader.touch(MaterialTicked(OTHER, 0))
    reader.ask_for_paper()
    (wanted,) = reader.lists
    assert wanted.ready == {TICK.material}


def test_a_list_is_printed_once_and_said_to_be_out(reader: Reader) -> None:
    reader.ask_for_paper()
    reader.touch(ListWanted(ITEM))
    (wanted,) = reader.lists
    assert wanted.item == ITEM
    assert reader.sheet is Printout.PRINTING
    reader.happens(issuing.SlipTaken(wanted.job))
    assert reader.sheet is Printout.OUT
    reader.touch(ListWanted(ITEM))
    assert len({each.job for each in reader.lists}) == 2


def test_a_list_that_is_lost_is_said_to_be_lost_and_alarms_nobody(reader: Reader) -> None:
    reader.ask_for_paper()
    reader.happens(issuing.SlipLost(reader.lists[0].job, "paper-out"))
    assert reader.sheet is Printout.LOST
    assert reader.desk.alarms == {}
    assert reader.desk.outbox == []


def test_whoever_is_asked_whether_they_are_there_hears_of_the_paper_afterwards(
    reader: Reader,
) -> None:
    reader.ask_for_paper()
    reader.wait(HALL.kiosk.idle_seconds + 1)
    assert isinstance(reader.flow.screen, screens.StillThere)
    until = reader.flow.screen.until
    reader.happens(issuing.SlipTaken(reader.lists[0].job))
    assert isinstance(reader.flow.screen, screens.StillThere)
    assert reader.flow.screen.until == until
    reader.touch(Press.CONTINUE)
    assert reader.sheet is Printout.OUT


def test_paper_that_comes_late_changes_nothing_for_the_next_visitor(reader: Reader) -> None:
    reader.ask_for_paper()
    reader.touch(Press.HOME)
    reader.happens(issuing.SlipTaken(reader.lists[0].job))
    assert isinstance(reader.flow.screen, screens.Home)
    reader.touch(GoTo(TakeAway(ITEM)))
    assert reader.sheet is Printout.NONE


def test_of_two_lists_the_older_one_says_nothing_of_the_newer(reader: Reader) -> None:
    reader.ask_for_paper()
    reader.touch(Press.HOME)
    reader.wait(FORGOTTEN)
    reader.ask_for_paper()
    first, second = reader.lists
    reader.happens(issuing.SlipLost(first.job, "silent"))
    assert reader.sheet is Printout.PRINTING
    reader.happens(issuing.SlipTaken(second.job))
    assert reader.sheet is Printout.OUT


def test_no_way_round_the_page_puts_a_second_list_behind_the_first(reader: Reader) -> None:
    reader.ask_for_paper()
    reader.touch(Press.BACK)
    reader.touch(GoTo(TakeAway(ITEM)))
    reader.touch(ListWanted(ITEM))
    assert reader.sheet is Printout.PRINTING
    reader.touch(Press.BACK)
    reader.touch(GoTo(TakeAway(ANOTHER)))
    reader.touch(ListWanted(ANOTHER))
    assert reader.sheet is Printout.NOT_NOW
    (first,) = reader.lists
    reader.happens(issuing.SlipTaken(first.job))
    reader.touch(ListWanted(ANOTHER))
    assert [each.item for each in reader.lists] == [ITEM, ANOTHER]


def test_a_child_who_likes_the_key_leaves_paper_for_the_numbers(reader: Reader) -> None:
    reader.ask_for_paper()
    for _ in range(50):
        reader.happens(issuing.SlipTaken(reader.lists[-1].job))
        reader.touch(ListWanted(ITEM))
    assert len(reader.lists) == MOST
    assert reader.sheet is Printout.NOT_NOW
    reader.wait(WITHIN)
    reader.touch(GoTo(TakeAway(ITEM)))
    reader.touch(ListWanted(ITEM))
    assert len(reader.lists) == MOST + 1


def test_a_slip_of_a_number_says_nothing_of_a_list(reader: Reader) -> None:
    reader.ask_for_paper()
    reader.happens(issuing.SlipTaken("another"))
    assert reader.sheet is Printout.PRINTING


def test_a_list_is_printed_from_its_own_page_alone(reader: Reader) -> None:
    reader.touch(ListWanted(ITEM))
    assert reader.lists == []
    assert isinstance(reader.flow.screen, screens.Home)


def test_a_guide_is_three_touches_from_home(reader: Reader) -> None:
    first = reader.flow._catalogue.items[0]
    for touch in (
        GoTo(screens.Choose(Purpose.GUIDE)),
        events.DepartmentChosen(first.department),
        events.ItemChosen(first.department, first.number),
    ):
        reader.touch(touch)
    assert reader.flow.screen == Guidance(first)
