"""The opinion box at a kiosk: handed in once, through the outbox, and not without end."""

from __future__ import annotations

from broker.domain.opinions.facts import About, OpinionKind, code_of
from broker.domain.opinions.requests import LeaveOpinion
from kiosk.issuing import events as issuing
from kiosk.ticket import opinion_screens, screens
from kiosk.ticket.events import (
    AboutSaid,
    BoxOpened,
    KindSaid,
    OpinionGiven,
    Press,
    Pressed,
    Typed,
    WordChosen,
    WordsWanted,
    WordsWritten,
)
from kiosk.ticket.opinion_screens import WhyNotTaken
from kiosk.ticket.opinions import MOST, WITHIN
from tests.stages.remembered import texts
from tests.unit.kiosk_ledger import HALL
from tests.unit.kiosk_visitor import Visitor
from tests.unit.kiosk_walk import glass


def handed_in(visitor: Visitor) -> list[LeaveOpinion]:
    return visitor.desk.left


def fill_in(visitor: Visitor, kind: OpinionKind = OpinionKind.COMPLAINT) -> None:
    visitor.touch(BoxOpened())
    visitor.touch(KindSaid(kind))
    visitor.touch(AboutSaid(About.WAITING))


def test_what_was_chosen_is_handed_in_and_its_code_is_shown() -> None:
    visitor = Visitor()
    fill_in(visitor)
    visitor.touch(KindSaid(OpinionKind.HELP))  # thought better of it
    visitor.touch(OpinionGiven())
    (request,) = handed_in(visitor)
    assert (request.kind, request.about) == (OpinionKind.HELP, About.WAITING)
    assert request.source == "kiosk-1"
    assert visitor.flow.screen == opinion_screens.OpinionThanks(code_of(request.id))


def test_nothing_is_handed_in_that_was_not_chosen() -> None:
    visitor = Visitor()
    visitor.touch(BoxOpened())
    visitor.touch(OpinionGiven())
    visitor.touch(KindSaid(OpinionKind.PRAISE))
    visitor.touch(OpinionGiven())
    assert handed_in(visitor) == []
    assert isinstance(visitor.flow.screen, opinion_screens.OpinionBox)


def test_pressed_twice_it_is_one() -> None:
    visitor = Visitor()
    fill_in(visitor)
    visitor.happens(OpinionGiven())
    visitor.happens(OpinionGiven())
    visitor.touch(OpinionGiven())
    assert len(handed_in(visitor)) == 1


def test_a_child_who_likes_the_key_is_told_to_wait_and_later_it_goes_on() -> None:
    visitor = Visitor()
    for _ in range(MOST + 2):
        fill_in(visitor)
        visitor.touch(OpinionGiven())
    assert len(handed_in(visitor)) == MOST
    assert visitor.flow.screen == opinion_screens.OpinionThanks("", WhyNotTaken.OFTEN)
    visitor.wait(WITHIN)
    fill_in(visitor)
    visitor.touch(OpinionGiven())
    assert len(handed_in(visitor)) == MOST + 1


def test_thanks_wait_for_the_disk_and_meanwhile_nothing_is_chosen_anew() -> None:
    visitor = Visitor()
    visitor.slow = True
    fill_in(visitor)
    visitor.touch(OpinionGiven())
    box = visitor.flow.screen
    assert isinstance(box, opinion_screens.OpinionBox)
    for touch in (KindSaid(OpinionKind.HELP), AboutSaid(About.WINDOW), OpinionGiven()):
        visitor.touch(touch)
    assert visitor.flow.screen == box
    visitor.disk()
    assert [each.kind for each in handed_in(visitor)] == [OpinionKind.COMPLAINT]
    assert visitor.flow.screen == opinion_screens.OpinionThanks(code_of(box.key))


def test_of_what_the_disk_refuses_nobody_says_that_it_was_received() -> None:
    visitor = Visitor()
    visitor.slow = True
    fill_in(visitor)
    visitor.touch(OpinionGiven())
    visitor.disk(taken=False)
    assert visitor.flow.screen == opinion_screens.OpinionThanks("", WhyNotTaken.DISK)
    visitor.slow = False
    fill_in(visitor)
    visitor.touch(OpinionGiven())
    assert len(handed_in(visitor)) == 1


def test_a_disk_that_speaks_late_speaks_to_whoever_waits_and_to_nobody_else() -> None:
    visitor = Visitor()
    visitor.slow = True
    fill_in(visitor)
    visitor.touch(OpinionGiven())
    visitor.touch(Press.HOME)
    visitor.disk()
    assert visitor.flow.screen == screens.HOME
    assert len(handed_in(visitor)) == 1
    fill_in(visitor)
    visitor.touch(OpinionGiven())
    visitor.wait(HALL.kiosk.idle_seconds + 1)
    assert isinstance(visitor.flow.screen, screens.StillThere)
    visitor.disk()
    assert isinstance(visitor.flow.screen, opinion_screens.OpinionThanks)


def test_left_alone_the_choices_are_forgotten() -> None:
    visitor = Visitor()
    fill_in(visitor)
    visitor.wait(600.0)
    assert visitor.flow.screen == screens.HOME
    visitor.touch(BoxOpened())
    box = visitor.flow.screen
    assert isinstance(box, opinion_screens.OpinionBox)
    assert (box.kind, box.about) == (None, None)


def about_a_window(visitor: Visitor) -> None:
    visitor.touch(BoxOpened())
    visitor.touch(KindSaid(OpinionKind.COMPLAINT))
    visitor.touch(AboutSaid(About.WINDOW))
    visitor.touch(OpinionGiven())


def test_of_a_window_it_is_asked_which_and_a_touch_hands_it_in() -> None:
    visitor = Visitor()
    about_a_window(visitor)
    assert isinstance(visitor.flow.screen, opinion_screens.OpinionWindow)
    assert handed_in(visitor) == []
    visitor.touch(OpinionGiven(2))
    (request,) = handed_in(visitor)
    assert (request.about, request.window) == (About.WINDOW, 2)
    assert visitor.flow.screen == opinion_screens.OpinionThanks(code_of(request.id))


def test_no_window_need_be_named() -> None:
    visitor = Visitor()
    about_a_window(visitor)
    visitor.touch(OpinionGiven())
    assert [each.window for each in handed_in(visitor)] == [0]


def test_of_anything_else_no_window_is_asked() -> None:
    visitor = Visitor()
    fill_in(visitor)
    visitor.touch(OpinionGiven(3))
    assert [each.window for each in handed_in(visitor)] == [0]


def test_back_from_the_windows_the_choices_are_there_and_it_is_one_opinion() -> None:
    visitor = Visitor()
    about_a_window(visitor)
    visitor.touch(Pressed(Press.BACK))
    box = visitor.flow.screen
    assert isinstance(box, opinion_screens.OpinionBox)
    assert box.about is About.WINDOW
    visitor.touch(OpinionGiven())
    visitor.touch(OpinionGiven(1))
    visitor.happens(OpinionGiven(1))
    (request,) = handed_in(visitor)
    assert request.id == box.key


# words


def write(visitor: Visitor, text: str) -> None:
    """A letter at a time, as fingers do."""
    visitor.touch(WordsWanted())
    for each in text:
        visitor.touch(Typed(each))


def test_what_was_written_is_handed_in_with_the_choices() -> None:
    visitor = Visitor()
    fill_in(visitor)
    write(visitor, " waited long ")
    visitor.touch(WordsWritten())
    box = visitor.flow.screen
    assert isinstance(box, opinion_screens.OpinionBox)
    assert (box.kind, box.about, box.words) == (
        OpinionKind.COMPLAINT,
        About.WAITING,
        "waited long",
    )
    visitor.touch(OpinionGiven())
    assert [each.words for each in handed_in(visitor)] == ["waited long"]


def test_with_a_window_named_the_words_are_still_there() -> None:
    visitor = Visitor()
    visitor.touch(BoxOpened())
    visitor.touch(KindSaid(OpinionKind.PRAISE))
    visitor.touch(AboutSaid(About.WINDOW))
    write(visitor, "x")
    visitor.touch(WordsWritten())
    visitor.touch(OpinionGiven())
    visitor.touch(OpinionGiven(2))
    assert [(each.window, each.words) for each in handed_in(visitor)] == [(2, "x")]


def test_to_write_nothing_costs_no_touch() -> None:
    """Open, what, about what, hand in: as before there were words."""
    visitor = Visitor()
    fill_in(visitor)
    visitor.touch(OpinionGiven())
    assert [each.words for each in handed_in(visitor)] == [""]


def test_back_loses_nothing_that_was_typed_and_it_can_be_changed() -> None:
    visitor = Visitor()
    fill_in(visitor)
    write(visitor, "ab")
    visitor.touch(Press.BACK)
    visitor.touch(WordsWanted())
    assert visitor.flow.screen == opinion_screens.OpinionWriting("ab")
    visitor.touch(Press.ERASE)
    visitor.touch(WordChosen("a长"))
    visitor.touch(WordsWritten())
    visitor.touch(OpinionGiven())
    assert [each.words for each in handed_in(visitor)] == ["a长"]


def test_no_more_than_five_hundred_characters_are_taken() -> None:
    visitor = Visitor()
    fill_in(visitor)
    visitor.touch(WordsWanted())
    visitor.touch(WordChosen("长" * 499))
    for each in "abc":
        visitor.touch(Typed(each))
    screen = visitor.flow.screen
    assert isinstance(screen, opinion_screens.OpinionWriting)
    assert screen.text == "长" * 499 + "a"


def remembered(secret: str) -> bool:
    return any(secret in each for each in texts({id(secret)}))


def written_and_left(visitor: Visitor) -> str:
    """Somebody writes, sees it on the glass, and is about to go; what they wrote."""
    secret = "".join(map(chr, range(ord("g"), ord("g") - 7, -1))) + "qxw"
    fill_in(visitor)
    write(visitor, secret)
    glass(visitor)
    return secret


def test_gone_home_or_left_alone_nothing_of_it_is_in_memory() -> None:
    for leave in (lambda at: at.touch(Press.HOME), lambda at: at.wait(600.0)):
        visitor = Visitor()
        secret = written_and_left(visitor)
        assert remembered(secret)  # the control
        leave(visitor)  # type: ignore[no-untyped-call]  # one of the two
        assert visitor.flow.screen == screens.HOME
        assert not remembered(secret)


def test_while_the_disk_is_waited_for_the_page_holds_no_words() -> None:
    visitor = Visitor()
    visitor.slow = True
    fill_in(visitor)
    write(visitor, "x")
    visitor.touch(WordsWritten())
    visitor.touch(OpinionGiven())
    box = visitor.flow.screen
    assert isinstance(box, opinion_screens.OpinionBox)
    assert (box.handed, box.words) == (True, "")


def test_words_that_the_ledger_could_not_keep_are_told_to_who_stands_there() -> None:
    visitor = Visitor()
    fill_in(visitor)
    write(visitor, "x")
    visitor.touch(WordsWritten())
    visitor.touch(OpinionGiven())
    (request,) = handed_in(visitor)
    visitor.happens(issuing.WordsLost("another"))
    assert visitor.flow.screen == opinion_screens.OpinionThanks(code_of(request.id))
    visitor.happens(issuing.WordsLost(request.id))
    thanks = opinion_screens.OpinionThanks(code_of(request.id), words_lost=True)
    assert visitor.flow.screen == thanks
    visitor.wait(HALL.kiosk.idle_seconds + 1)
    assert visitor.flow.screen.under == thanks  # type: ignore[union-attr]  # still there?
    visitor.touch(Press.HOME)
    visitor.touch(Press.HOME)
    visitor.happens(issuing.WordsLost(request.id))
    assert visitor.flow.screen == screens.HOME
