"""What each fact changes on the floor: the values it sets, and whom it makes look again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from broker.domain.attendance.facts import PunchRecorded, PunchWay
from broker.domain.calling import facts as calling
from broker.domain.calling.projection import BOARD, Called, Tally, Visit
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.ground import Touched
from broker.domain.hall import PriorityClass
from broker.domain.ids import NO_TICKET
from broker.domain.projection import apply, is_new_day, take_touched, turn_to
from broker.domain.ratings import facts as ratings
from broker.domain.tickets import facts as tickets
from broker.domain.tickets.life import TicketState
from broker.domain.windows import facts as windows
from broker.domain.windows.projection import Counter
from tests.stages.halls import MORNING, small_hall

DAY = date(2026, 11, 23)
SILENT = calling.UndeliveredReason.NO_ANSWER
T1, T2 = "20261123-A001", "20261123-A002"

RATING = ratings.RatingGiven(
    visit=f"{T1}.1",
    window=1,
    clerk="101",
    level=ratings.Level.SATISFIED,
    device="e",
    armed_at=MORNING,
    pressed_at=MORNING,
)
TICKETS = [f"20261123-A{number:03d}" for number in range(1, 24)]


class Player:
    """A floor, and the facts that were played on it."""

    def __init__(self) -> None:
        self.floor = Floor(small_hall())
        self.at = MORNING
        turn_to(self.floor, self.at)
        take_touched(self.floor)

    def play(self, *facts: AnyFact, after: float = 0.0) -> Touched:
        """Facts of one moment; whom they touched."""
        self.at += timedelta(seconds=after)
        for fact in facts:
            apply(self.floor, fact, self.at)
        return take_touched(self.floor)

    def waits(self, ticket: str = T1, queue: str = "qa") -> Touched:
        """A number is given, and its citizen waits."""
        reserved = tickets.TicketReserved(
            ticket=ticket,
            day=DAY,
            queue=queue,
            number=ticket.partition("-")[2],
            group=PriorityClass.ORDINARY,
            ahead=0,
            windows=(),
        )
        waiting = tickets.TicketActivated(
            ticket=ticket, paper=tickets.HeldAs.PRINTED, joined=self.at
        )
        return self.play(reserved, waiting)

    def calls_two(self) -> None:
        """The first to window 1, the second to window 2."""
        self.waits()
        self.waits(T2)
        self.called()
        self.called(T2, window=2)

    def called(self, ticket: str = T1, window: int = 1, visit: int = 1) -> Touched:
        """A ticket is called to a window."""
        return self.play(
            calling.TicketCalled(
                ticket=ticket,
                number=ticket.partition("-")[2],
                visit=f"{ticket}.{visit}",
                call=f"{ticket}.{visit}.0",
                window=window,
                clerk="101",
            )
        )

    def serves(self, ticket: str = T1, seconds: float = 60.0) -> None:
        """Somebody called to window 1 is served."""
        self.play(calling.ServiceStarted(ticket=ticket, visit=f"{ticket}.1", window=1))
        self.play(
            calling.ServiceFinished(
                ticket=ticket, visit=f"{ticket}.1", window=1, clerk="101", seconds=seconds
            ),
            after=seconds,
        )


@pytest.fixture
def player() -> Player:
    return Player()


def test_a_new_day_begins_with_its_first_fact_and_everybody_looks() -> None:
    floor = Floor(small_hall())
    assert floor.day is None
    assert is_new_day(floor, MORNING)
    apply(floor, ratings.StrayPressed(window=1, device="e", key="3"), MORNING)
    assert floor.day == DAY
    everything = Touched({1, 2, 3}, {"qa", "qb"}, calls=True, duty=True, fingers=True)
    assert take_touched(floor) == everything
    assert take_touched(floor) == Touched()
    assert not is_new_day(floor, MORNING)
    assert not is_new_day(floor, MORNING - timedelta(days=2))  # a clock went back: still today
    apply(floor, ratings.StrayPressed(window=1, device="e", key="3"), MORNING + timedelta(days=1))
    assert floor.day == DAY + timedelta(days=1)
    assert floor.strays == 1


def test_a_business_day_ends_at_its_hour_and_not_at_midnight() -> None:
    floor = Floor(small_hall())
    cutoff = datetime(2026, 11, 23, floor.hall.hall.day_cutoff, 0, tzinfo=floor.zone)
    second = timedelta(seconds=1)
    for moment, day in ((cutoff, 23), (cutoff - second, 22), (cutoff + 24 * 3600 * second, 24)):
        assert floor.day_of(moment.astimezone(UTC)) == date(2026, 11, day)
    assert floor.day_of((cutoff + 24 * 3600 * second - second).astimezone(UTC)) == DAY


def test_facts_are_read_from_yesterday_or_from_the_last_day_there_was() -> None:
    floor = Floor(small_hall())
    cutoff = floor.hall.hall.day_cutoff
    sunday = datetime(2026, 11, 22, cutoff, 0, tzinfo=floor.zone)
    assert floor.tells_from(MORNING, None) == sunday
    assert floor.tells_from(MORNING, MORNING) == sunday
    assert floor.tells_from(MORNING, MORNING - timedelta(days=3)) == sunday - timedelta(days=2)
    ahead = MORNING + timedelta(days=1)
    assert floor.tells_from(MORNING, ahead) == floor.tells_from(ahead, ahead), "a clock set back"


def test_a_ticket_that_expires_stands_before_no_window_any_more(player: Player) -> None:
    player.calls_two()
    player.play(tickets.TicketExpired(ticket=T1))
    assert [player.floor.counters[window].ticket for window in (1, 2)] == [NO_TICKET, T2]


def test_waiting(player: Player) -> None:
    assert player.waits() == Touched(queues={"qa"})
    player.waits(T2)
    assert list(player.floor.waiting["qa"]) == [T1, T2]
    assert player.floor.issued == {"qa": 2, "qb": 0}
    assert [each.order for each in player.floor.tickets.values()] == [1, 2]


def test_being_called(player: Player) -> None:
    player.waits()
    assert player.called() == Touched(windows={1}, queues={"qa"}, calls=True)
    ticket, floor = player.floor.tickets[T1], player.floor
    assert (ticket.state, ticket.window, ticket.recalls) == (TicketState.CALLED, 1, 0)
    assert (ticket.visits, ticket.called_at, ticket.started_at) == (1, MORNING, None)
    assert (ticket.visit, ticket.call) == (f"{T1}.1", f"{T1}.1.0")
    assert floor.waiting["qa"] == {}
    assert floor.counters[1] == Counter(1, ticket=T1)
    assert floor.visits == {f"{T1}.1": Visit(f"{T1}.1", T1, 1, "101", MORNING)}
    assert list(floor.calls) == [Called(f"{T1}.1.0", "A001", 1, MORNING)]
    assert floor.tally == Tally(called=1)


def test_a_second_visit_begins_anew(player: Player) -> None:
    player.waits()
    player.called()
    player.play(calling.TicketRecalled(ticket=T1, call=f"{T1}.1.1", window=1, times=1))
    player.play(calling.ServiceStarted(ticket=T1, visit=f"{T1}.1", window=1))
    moved = calling.TicketTransferred(
        ticket=T1, visit=f"{T1}.1", from_window=1, queue="qb", window=3, joined=MORNING
    )
    assert player.play(moved) == Touched(windows={1}, queues={"qb"})
    ticket = player.floor.tickets[T1]
    assert (ticket.state, ticket.queue, ticket.window) == (TicketState.WAITING, "qb", 3)
    assert ticket.joined == MORNING
    assert player.floor.counters[1] == Counter(1)
    assert list(player.floor.waiting["qb"]) == [T1]
    player.at += timedelta(seconds=30)
    player.called(window=3, visit=2)
    assert (ticket.visits, ticket.recalls, ticket.started_at) == (2, 0, None)
    assert ticket.called_at == MORNING + timedelta(seconds=30)
    assert ticket.call == f"{T1}.2.0"
    assert player.floor.tally == Tally(called=2)


def test_a_recall_is_the_newest_on_the_board_and_the_only_one_of_its_number(
    player: Player,
) -> None:
    player.calls_two()
    player.play(calling.CallUndelivered(call=f"{T1}.1.0", device="d", reason=SILENT))
    touched = player.play(
        calling.TicketRecalled(ticket=T1, call=f"{T1}.1.1", window=1, times=1), after=20
    )
    assert touched == Touched(windows={1}, calls=True)
    floor = player.floor
    assert list(floor.calls) == [
        Called(f"{T1}.1.1", "A001", 1, MORNING + timedelta(seconds=20), recalls=1),
        Called(f"{T2}.1.0", "A002", 2, MORNING),
    ]
    assert floor.calls.maxlen == BOARD == 8
    assert floor.tickets[T1].recalls == 1
    assert floor.tickets[T1].called_at == MORNING  # the visit began with the first call
    assert not floor.counters[1].undelivered
    assert floor.tally == Tally(called=2, undelivered=1)


def test_the_board_keeps_the_last_eight(player: Player) -> None:
    for ticket in TICKETS[:10]:
        player.waits(ticket)
        player.called(ticket)
    assert [each.number for each in player.floor.calls] == [f"A{n:03d}" for n in range(10, 2, -1)]


def test_a_visit_from_its_start_to_its_end(player: Player) -> None:
    player.waits()
    player.called()
    player.at += timedelta(seconds=10)
    started = calling.ServiceStarted(ticket=T1, visit=f"{T1}.1", window=1)
    assert player.play(started) == Touched(windows={1})
    ticket, floor = player.floor.tickets[T1], player.floor
    assert (ticket.state, ticket.started_at) == (TicketState.SERVING, player.at)
    finished = calling.ServiceFinished(
        ticket=T1, visit=f"{T1}.1", window=1, clerk="101", seconds=55.0
    )
    assert player.play(finished, after=55) == Touched(windows={1}, queues={"qa"})
    assert ticket.state is TicketState.DONE
    assert floor.counters[1] == Counter(1, finished=f"{T1}.1", served=1, seconds=55.0)
    visit = floor.visits[f"{T1}.1"]
    assert (visit.finished_at, visit.seconds) == (player.at, 55.0)
    assert list(floor.pace["qa"]) == [65.0]  # from the call: so long the queue stood
    assert floor.tally == Tally(called=1, served=1)


def test_the_pace_is_that_of_the_last_twenty(player: Player) -> None:
    for number, ticket in enumerate(TICKETS, 1):
        player.waits(ticket)
        player.called(ticket)
        player.serves(ticket, seconds=float(number))
    assert list(player.floor.pace["qa"]) == [float(number) for number in range(4, 24)]
    assert player.floor.counters[1].served == 23


def test_nobody_came(player: Player) -> None:
    player.waits()
    player.called()
    player.play(calling.CallUndelivered(call=f"{T1}.1.0", device="d", reason=SILENT))
    missed = calling.TicketMissed(ticket=T1, visit=f"{T1}.1", window=1)
    assert player.play(missed, after=90) == Touched(windows={1}, queues={"qa"})
    ticket = player.floor.tickets[T1]
    assert (ticket.state, ticket.missed_at) == (TicketState.NO_SHOW, player.at)
    assert player.floor.counters[1] == Counter(1)  # the mark is gone with the ticket
    assert player.floor.tally == Tally(called=1, missed=1, undelivered=1)


def test_what_displays_report_marks_the_call_and_the_window_that_still_has_it(
    player: Player,
) -> None:
    player.calls_two()
    first, second = f"{T1}.1.0", f"{T2}.1.0"
    dark = calling.CallUndelivered(call=first, device="d", reason=SILENT)
    assert player.play(dark) == Touched(windows={1}, calls=True)
    floor = player.floor
    assert {each.call: each.undelivered for each in floor.calls} == {first: True, second: False}
    assert [floor.counters[n].undelivered for n in (1, 2)] == [True, False]
    assert floor.reported == {first: False}
    assert floor.tally.undelivered == 1
    assert player.play(calling.CallDelivered(call=first, device="d")) == Touched(
        windows={1}, calls=True
    )
    assert not any(each.undelivered for each in floor.calls)
    assert not floor.counters[1].undelivered
    assert floor.reported == {first: True}
    assert floor.tally.undelivered == 1


def test_a_late_report_marks_the_board_and_not_the_window_that_has_another_ticket(
    player: Player,
) -> None:
    player.waits()
    player.waits(T2)
    player.called()
    player.play(calling.TicketMissed(ticket=T1, visit=f"{T1}.1", window=1))
    player.called(T2, window=1)
    player.play(calling.CallUndelivered(call=f"{T1}.1.0", device="d", reason=SILENT))
    assert [each.undelivered for each in player.floor.calls] == [False, True]
    assert not player.floor.counters[1].undelivered


def test_a_report_of_a_call_before_the_recall_marks_nothing(player: Player) -> None:
    player.waits()
    player.called()
    player.play(calling.TicketRecalled(ticket=T1, call=f"{T1}.1.1", window=1, times=1))
    touched = player.play(calling.CallUndelivered(call=f"{T1}.1.0", device="d", reason=SILENT))
    assert touched == Touched()
    assert not player.floor.calls[0].undelivered
    assert not player.floor.counters[1].undelivered
    assert player.floor.tally.undelivered == 1


def test_a_report_of_yesterdays_call_counts_for_nobody(player: Player) -> None:
    old = "20261122-A001.1.0"
    assert player.play(calling.CallUndelivered(call=old, device="d", reason=SILENT)) == Touched()
    assert player.floor.tally.undelivered == 0
    assert player.floor.reported == {old: False}


def test_ratings(player: Player) -> None:
    player.waits()
    player.called()
    player.serves()
    visit, floor = f"{T1}.1", player.floor
    silent = ratings.VisitUnrated(visit=visit, window=1, reason=ratings.UnratedReason.SILENCE)
    assert not floor.is_answered(visit)
    assert player.play(silent) == Touched(windows={1})
    assert floor.is_answered(visit)
    assert floor.unrated == {visit}
    pressed = player.at + timedelta(seconds=3)
    given = replace(RATING, visit=visit, armed_at=player.at, pressed_at=pressed)
    assert player.play(given) == Touched(windows={1})
    assert floor.ratings == {visit: given}
    assert floor.unrated == set()  # a rating stands above silence
    assert floor.is_answered(visit)
    assert list(floor.presses[1]) == [pressed]
    follow_up = ratings.FollowUpOpened(visit=visit, level=ratings.Level.DISSATISFIED, due=player.at)
    assert player.play(follow_up) == Touched()


def test_a_rating_of_yesterdays_visit_is_a_press_and_no_level_of_today(player: Player) -> None:
    old = "20261122-A001.1"
    given = replace(
        RATING, visit=old, window=2, clerk="102", armed_at=player.at, pressed_at=player.at
    )
    assert player.play(given) == Touched(windows={2})
    assert player.play(
        ratings.VisitUnrated(visit=old, window=2, reason=ratings.UnratedReason.SILENCE)
    ) == Touched(windows={2})
    assert player.floor.ratings == {}
    assert player.floor.unrated == set()
    assert list(player.floor.presses[2]) == [player.at]


def test_strays_are_counted_and_touch_nobody(player: Player) -> None:
    stray = ratings.StrayPressed(window=1, device="e", key="3")
    assert player.play(stray) == Touched()
    assert player.play(stray) == Touched()
    assert player.floor.strays == 2


def test_windows(player: Player) -> None:
    floor = player.floor
    opened = player.play(windows.WindowOpened(window=2, clerk="102"))
    assert opened == Touched(windows={2}, queues={"qa", "qb"})
    assert floor.counters[2] == Counter(2, clerk="102")
    soon = windows.PauseReason.BACK_SOON
    paused = player.play(windows.WindowPaused(window=2, reason=soon))
    assert paused == Touched(windows={2}, queues={"qa", "qb"})  # it takes longer now
    assert floor.counters[2] == Counter(2, clerk="102", paused=soon)
    resumed = player.play(windows.WindowResumed(window=2))
    assert resumed == Touched(windows={2}, queues={"qa", "qb"})
    assert floor.counters[2] == Counter(2, clerk="102")
    player.play(windows.WindowPaused(window=2, reason=soon))
    closed = player.play(windows.WindowClosed(window=2, clerk="102"))
    assert closed == Touched(windows={2}, queues={"qa", "qb"})
    assert floor.counters[2] == Counter(2)
    player.play(windows.WindowOpened(window=2, clerk="101"))
    assert floor.counters[2] == Counter(2, clerk="101")


def test_punches_are_in_their_order_and_those_of_another_day_are_not_here(
    player: Player,
) -> None:
    def punch(minutes: int, day: date = DAY) -> PunchRecorded:
        return PunchRecorded(
            punch=f"p{minutes}",
            staff="101",
            day=day,
            at=MORNING + timedelta(minutes=minutes),
            device="door",
            way=PunchWay.FINGER,
        )

    assert player.play(punch(20)) == Touched(duty=True)
    player.play(punch(10))  # an outbox was emptied late
    assert [each.at for each in player.floor.touches["101"]] == [
        MORNING + timedelta(minutes=10),
        MORNING + timedelta(minutes=20),
    ]
    assert player.play(punch(30, DAY - timedelta(days=1))) == Touched()
    assert player.floor.punches == 2
