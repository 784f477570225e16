"""The hall board without glass."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from broker.domain.hall import Queue, Window, Zone
from broker.wire.messages import CallsState, CallView, QueueState
from kiosk.board.board import MARK_SECONDS, ROWS, Board
from kiosk.board.look import look
from kiosk.words import NOTHING
from kiosk.words.calendar import long_date
from tests.stages.halls import MORNING, small_hall


def call(number: str, recalls: int = 0, *, undelivered: bool = False) -> CallView:
    return CallView(
        call=f"{number}.{recalls}",
        number=number,
        window=2,
        at=MORNING,
        recalls=recalls,
        undelivered=undelivered,
    )


def calls(*newest_first: CallView) -> CallsState:
    return CallsState(id="x", at=MORNING, calls=newest_first)


def queue(waiting: int) -> QueueState:
    return QueueState(id="x", at=MORNING, queue="q", waiting=waiting, issued=9)


def marked(board: Board) -> list[str]:
    return [row.number for row in look(board, MORNING).rows if row.marked]


def test_the_newest_call_is_marked_for_ten_seconds() -> None:
    board = Board(small_hall())
    board.hear_calls(calls(call("A001")), 0.0)
    board.hear_calls(calls(call("A002"), call("A001")), 5.0)
    assert marked(board) == ["A002"]
    assert board.next_wakeup() == 5.0 + MARK_SECONDS
    board.tick(5.0 + MARK_SECONDS - 0.01)
    assert marked(board) == ["A002"]
    board.tick(5.0 + MARK_SECONDS)
    assert marked(board) == []
    assert board.next_wakeup() is None


def test_all_calls_of_one_message_are_marked_and_each_for_its_own_time() -> None:
    """Eight windows call at once; a board that was away a moment hears of several together."""
    board = Board(small_hall())
    board.hear_calls(calls(call("A001")), 0.0)
    eight = [call(f"A{nth:03d}") for nth in range(9, 1, -1)]
    board.hear_calls(calls(*eight), 5.0)
    assert marked(board) == [each.number for each in eight]
    board.hear_calls(calls(call("A010"), *eight[:-1]), 8.0)
    assert marked(board) == ["A010", *(each.number for each in eight[:-1])]
    board.tick(5.0 + MARK_SECONDS)
    assert marked(board) == ["A010"]


def test_a_call_that_moves_up_because_another_was_taken_back_is_no_news() -> None:
    board = Board(small_hall())
    board.hear_calls(calls(call("A001")), 0.0)
    board.hear_calls(calls(call("A002"), call("A001")), 1.0)
    board.hear_calls(calls(call("A002")), 2.0)
    board.tick(1.0 + MARK_SECONDS)
    board.hear_calls(calls(call("A002"), call("A001")), 20.0)
    assert marked(board) == []


def test_what_was_there_when_the_board_was_lit_is_not_marked() -> None:
    board = Board(small_hall())
    board.hear_calls(calls(call("A002"), call("A001")), 0.0)
    assert marked(board) == []


def test_a_recall_is_marked_again_and_said() -> None:
    board = Board(small_hall())
    board.hear_calls(calls(call("A001")), 0.0)
    board.hear_calls(calls(call("A001", recalls=1)), 60.0)
    (row,) = look(board, MORNING).rows
    assert row.marked
    assert (row.note.zh, row.note.en) == ("再次呼叫", "Called again")


def test_the_same_news_twice_does_not_mark_longer() -> None:
    board = Board(small_hall())
    board.hear_calls(calls(), 0.0)
    board.hear_calls(calls(call("A001")), 1.0)
    board.hear_calls(calls(call("A001")), 9.0)
    board.tick(1.0 + MARK_SECONDS)
    assert marked(board) == []


def test_an_undelivered_call_is_marked_in_words_and_the_notice_sends_people_here() -> None:
    board = Board(small_hall())
    board.up = True
    board.hear_calls(calls(call("A001", undelivered=True)), 0.0)
    shown = look(board, MORNING)
    assert shown.rows[0].dark
    assert shown.rows[0].note.zh == "窗口屏未显示"
    assert (shown.tone, shown.notice.zh) == ("warn", "部分窗口屏故障，请以本屏为准")


def test_the_server_being_away_is_said_first() -> None:
    board = Board(small_hall())
    board.hear_calls(calls(call("A001", undelivered=True)), 0.0)
    shown = look(board, MORNING)
    assert (shown.tone, shown.notice.zh) == ("stop", "叫号暂停更新，请询问导办台")
    assert [row.number for row in shown.rows] == ["A001"]


def test_no_more_calls_than_places() -> None:
    board = Board(small_hall())
    board.hear_calls(calls(*(call(f"A{i:03d}") for i in range(ROWS + 3))), 0.0)
    assert len(look(board, MORNING).rows) == ROWS


def test_every_queue_counts_once_in_the_zone_of_its_first_window() -> None:
    hall = small_hall(
        zones=(
            Zone(id="east", name="东区", name_en="East"),
            Zone(id="west", name="西区", name_en="West"),
            Zone(id="spare", name="机动", name_en="Spare"),
        ),
        queues=tuple(
            Queue(id=key, prefix="A", name=key, name_en=key, department="dept") for key in "abc"
        ),
        windows=(
            Window(number=1, zone="east", name="一", name_en="One", queues=("a", "b")),
            Window(number=2, zone="west", name="二", name_en="Two", queues=("c", "a")),
            Window(number=3, zone="spare", name="三", name_en="Three", queues=("a", "b", "c")),
        ),
    )
    board = Board(hall)
    for key, waiting in (("a", 3), ("b", 4), ("c", 5)):
        board.hear_queue(key, queue(waiting))
    board.hear_queue("b", None)
    shown = look(board, MORNING)
    assert [(zone.label.zh, zone.count) for zone in shown.zones] == [("东区", 3), ("西区", 5)]
    assert shown.most == 10
    assert shown.elsewhere.zh == "机动的等候人数已计入其他各区"
    assert shown.elsewhere.en == "Spare: counted in the other zones"


def test_where_every_zone_has_its_bar_nothing_is_counted_elsewhere() -> None:
    assert look(Board(small_hall()), MORNING).elsewhere == NOTHING


def test_time_and_date_are_the_halls() -> None:
    board = Board(small_hall())
    late = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)  # already Monday in the hall
    shown = look(board, late)
    assert (shown.time, shown.date.zh) == ("01:05", "2026年11月23日 星期一")
    assert shown.date.en == "Monday, 23 November 2026"
    assert long_date(late + timedelta(days=6)).zh == "2026年11月28日 星期六"
