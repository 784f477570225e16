"""Signing in at the ledger: sessions, wrong PINs, and what is kept of either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from broker.bus.base import Unanswered
from broker.bus.local import LocalBus
from broker.domain.attendance.facts import PunchRecorded, PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.clients import Rights
from broker.domain.clock_ins import ClockInPost
from broker.domain.desks.facts import DeskClosed, DeskOpened, PinLocked, PinUnlocked, PinWrong
from broker.domain.desks.requests import EndSession, OpenDesk, SignIn, SignOut, UnlockPin
from broker.domain.desks.tries import FREE, LOCKED_AT, LONGEST_PAUSE, pause
from broker.domain.hall import Reader
from broker.domain.kiosks import GuideDesk, Kiosk
from broker.domain.refusals import No
from broker.domain.requests import Answer, AnyRequest, Granted, Listed, Refused
from broker.domain.tickets.requests import ListMissed
from broker.domain.windows.facts import WindowOpened
from broker.domain.windows.requests import CloseWindow, OpenWindow, PauseWindow
from tests.stages.halls import HandClock, request_id, small_hall
from tests.stages.memory import LedgerHall
from tests.stages.pins import PIN

DAY = 86_400.0


class Desks(LedgerHall):
    """A ledger that lets nobody in by the back door, and clients by their names."""

    def rights(self) -> Rights | None:
        return None

    def say(self, client: str, request: AnyRequest) -> Answer | None:
        """Ask as this client; None: nobody answered yet."""
        bus = LocalBus(self.runner.post, self.broker, self.runner.clock, client=client)
        heard: list[Answer | Unanswered] = []
        bus.start()
        bus.ask(request, heard.append)
        for _ in range(20):
            if heard:
                break
            self.runner.step(0.02)
        bus.stop()
        return heard[0] if heard else None  # type: ignore[return-value]  # nobody gives up here

    def asks(self, client: str, kind: type[Any], **fields: Any) -> Answer:
        answer = self.say(client, self.made(client, kind, **fields))
        assert answer is not None
        return answer

    def made(self, client: str, kind: type[Any], **fields: Any) -> Any:
        words = {"id": request_id(), "at": self.clock.now(), "source": client}
        return kind(**{**words, **fields})

    def sign_in(self, window: int, staff: str, pin: str = PIN) -> Answer:
        return self.asks(f"panel-{window}", SignIn, staff=staff, pin=pin)

    def session(self, window: int, staff: str) -> str:
        answer = self.sign_in(window, staff)
        assert isinstance(answer, Granted), answer
        assert answer.signed_in is not None
        assert answer.signed_in.staff == staff
        return answer.signed_in.session

    def call(self, window: int, clerk: str, session: str) -> str:
        """The code of the refusal; "" where it is granted."""
        panel = f"panel-{window}"
        words = {"window": window, "clerk": clerk, "session": session}
        answer = self.asks(panel, PauseWindow, reason="back-soon", **words)
        return answer.code if isinstance(answer, Refused) else ""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Desks]:
    made = Desks(
        tmp_path,
        small_hall(
            kiosks=(Kiosk(id="kiosk-1", line="printer"),),
            guide_desks=(GuideDesk(id="guide-1"),),
            readers=(Reader(id="door", line="l"),),
            clock_ins=(ClockInPost(id="door-screen", reader="door"),),
        ),
    )
    yield made
    made.close()


def code(answer: Answer) -> str:
    return answer.code if isinstance(answer, Refused) else ""


# sessions


def test_a_right_pin_opens_the_window_and_gives_a_session(hall: Desks) -> None:
    session = hall.session(1, "101")
    (opened,) = hall.facts(WindowOpened)
    assert (opened.window, opened.clerk) == (1, "101")
    assert opened.session not in session
    assert hall.call(1, "101", session) == ""


def test_without_a_session_or_with_an_invented_one_nothing_is_done(hall: Desks) -> None:
    session = hall.session(1, "101")
    assert hall.call(1, "101", "") == No.NOT_SIGNED_IN
    assert hall.call(1, "101", "x" * 43) == No.NOT_SIGNED_IN
    assert hall.call(1, "101", session[:-1]) == No.NOT_SIGNED_IN
    assert hall.call(1, "101", "号" * 20) == No.NOT_SIGNED_IN
    assert hall.call(1, "101", session) == ""


def test_another_panel_s_session_is_worth_nothing_and_is_told_from_none(hall: Desks) -> None:
    session, other = hall.session(1, "101"), hall.session(2, "102")
    assert hall.call(2, "102", session) == No.NOT_ENTITLED
    assert hall.call(2, "101", session) == No.NOT_ENTITLED
    assert hall.call(2, "101", other) == No.NOT_ENTITLED  # in another's name
    assert hall.call(2, "102", other) == ""


def test_a_session_outlives_the_ledger_and_ends_with_the_window(hall: Desks) -> None:
    session = hall.session(1, "101")
    hall.reopen()
    assert hall.call(1, "101", session) == ""
    hall.asks("panel-1", CloseWindow, window=1, clerk="101", session=session)
    assert hall.call(1, "101", session) == No.NOT_SIGNED_IN
    hall.reopen()
    assert hall.call(1, "101", session) == No.NOT_SIGNED_IN
    assert hall.session(1, "101") != session


def test_a_new_day_ends_a_session(hall: Desks) -> None:
    session = hall.session(1, "101")
    hall.clock.pass_by(DAY)
    assert hall.call(1, "101", session) == No.NOT_SIGNED_IN
    hall.reopen()
    assert hall.call(1, "101", session) == No.NOT_SIGNED_IN


def test_a_new_day_ends_the_session_of_a_desk_that_nobody_left(hall: Desks) -> None:
    """Of a window the evening's closing ends it; of a desk nothing is written."""
    answer = hall.asks("guide-1", SignIn, staff="900", pin=PIN)
    assert isinstance(answer, Granted)
    assert answer.signed_in is not None
    session = answer.signed_in.session
    assert isinstance(hall.asks("guide-1", ListMissed, session=session), Listed)
    hall.clock.pass_by(DAY)
    hall.session(1, "101")  # the day has turned
    assert code(hall.asks("guide-1", ListMissed, session=session)) == No.NOT_SIGNED_IN


def test_who_may_not_work_at_a_desk_does_not_sit_there(hall: Desks) -> None:
    for desk, staff in (("guide-1", "101"), ("guide-1", "901"), ("kiosk-1", "101")):
        assert code(hall.asks(desk, SignIn, staff=staff, pin=PIN)) == No.ROLE
    assert hall.facts(DeskOpened) == []


def test_a_desk_that_is_left_asks_for_nothing_more(hall: Desks) -> None:
    answer = hall.asks("guide-1", SignIn, staff="900", pin=PIN)
    assert isinstance(answer, Granted)
    assert answer.signed_in is not None
    session = answer.signed_in.session
    hall.asks("guide-1", SignOut, session=session)
    assert code(hall.asks("guide-1", ListMissed, session=session)) == No.NOT_SIGNED_IN


def punch(hall: Desks, name: str, permit: str, staff: str = "101") -> str:
    at = hall.clock.now()
    words = {"staff": staff, "device": "door-screen", "punched_at": at, "way": PunchWay.PIN}
    return code(hall.asks("door-screen", RecordPunch, id=name, session=permit, **words))


def test_a_punch_by_pin_is_permitted_once_however_late(hall: Desks) -> None:
    asked = hall.made("door-screen", SignIn, staff="101", pin=PIN)
    answer = hall.say("door-screen", asked)
    assert isinstance(answer, Granted)
    assert answer.signed_in is not None
    permit = answer.signed_in.session
    assert hall.facts(DeskOpened) == []  # nobody stays there
    assert punch(hall, request_id(), permit) == No.NOT_SIGNED_IN  # another one
    assert punch(hall, asked.id, permit, "102") == No.NOT_SIGNED_IN  # of somebody else
    assert punch(hall, asked.id, "") == No.NOT_SIGNED_IN
    hall.reopen()
    hall.clock.pass_by(60.0)
    assert punch(hall, asked.id, permit) == ""
    assert len(hall.facts(PunchRecorded)) == 1


def test_a_leader_ends_a_session_and_the_window_stays_the_clerk_s(hall: Desks) -> None:
    session = hall.session(1, "101")
    assert code(hall.asks("command", EndSession, desk="panel-1", by="101")) == No.ROLE
    assert code(hall.asks("command", EndSession, desk="panel-2", by="900")) == No.NOBODY_THERE
    assert code(hall.asks("command", EndSession, desk="panel-1", by="900")) == ""
    assert hall.call(1, "101", session) == No.NOT_SIGNED_IN
    assert hall.call(1, "101", hall.session(1, "101")) == ""
    assert [each.session != "" for each in hall.facts(DeskOpened)] == [True]
    assert [each.by for each in hall.facts(DeskClosed)] == ["900"]
    assert len(hall.facts(WindowOpened)) == 1


def test_only_the_ledger_says_that_a_pin_was_right(hall: Desks) -> None:
    """Neither a panel, nor the keypads, nor whoever sits at the ledger's machine."""
    for client in ("panel-1", "evaluators", "command", "kiosk-1"):
        answer = hall.asks(client, OpenWindow, window=1, clerk="101")
        assert code(answer) == No.NOT_ENTITLED
        assert code(hall.asks(client, OpenDesk, staff="900")) == No.NOT_ENTITLED
    assert hall.facts(WindowOpened) == []


def test_a_session_is_of_no_use_to_who_copies_the_ledger_s_file(
    hall: Desks, tmp_path: Path
) -> None:
    """What it is made of stands in facts that everybody hears; the key does not."""
    session = hall.session(1, "101")
    assert session.encode() not in (tmp_path / "ledger.db").read_bytes()
    assert (tmp_path / "session.key").stat().st_mode & 0o077 == 0
    (tmp_path / "session.key").write_bytes(b"k" * 32)
    hall.reopen()
    assert hall.call(1, "101", session) == No.NOT_SIGNED_IN


# wrong PINs


def wrong(hall: Desks, window: int = 1, staff: str = "101", pin: str = "9999") -> str:
    return code(hall.sign_in(window, staff, pin))


def patient(hall: Desks) -> None:
    hall.clock.pass_by(LONGEST_PAUSE.total_seconds() + 1)


def test_five_wrong_pins_make_one_wait_twice_as_long_each_time(hall: Desks) -> None:
    assert [wrong(hall) for _ in range(FREE)] == [No.PIN_WRONG] * FREE
    assert wrong(hall) == No.PIN_PAUSED
    assert code(hall.sign_in(1, "101")) == No.PIN_PAUSED  # the right one as well
    hall.clock.pass_by(29.0)
    assert wrong(hall) == No.PIN_PAUSED
    hall.clock.pass_by(1.0)
    assert wrong(hall) == No.PIN_WRONG
    hall.clock.pass_by(59.0)
    assert wrong(hall) == No.PIN_PAUSED
    hall.clock.pass_by(1.0)
    assert hall.session(1, "101")
    assert wrong(hall, window=2) == No.PIN_WRONG  # it begins anew


def test_a_restart_forgets_no_try(hall: Desks) -> None:
    for _ in range(FREE):
        wrong(hall)
        hall.reopen()
    assert wrong(hall) == No.PIN_PAUSED


def test_a_number_is_locked_until_a_leader_unlocks_it_however_long(hall: Desks) -> None:
    for _ in range(LOCKED_AT):
        assert wrong(hall) == No.PIN_WRONG
        patient(hall)
    assert wrong(hall, window=2) == No.PIN_LOCKED
    assert code(hall.sign_in(2, "101")) == No.PIN_LOCKED
    for _ in range(5):
        hall.clock.pass_by(DAY)
        hall.session(3, "103")  # the ledger goes on, and its days are read no more
        hall.reopen()
    assert code(hall.sign_in(2, "101")) == No.PIN_LOCKED
    assert code(hall.asks("command", UnlockPin, staff="101", by="102")) == No.ROLE
    assert code(hall.asks("command", UnlockPin, staff="101", by="900")) == ""
    assert hall.session(2, "101")
    assert len(hall.facts(PinLocked)) == len(hall.facts(PinUnlocked)) == 1


def test_a_thousand_tries_from_three_panels_are_ten(hall: Desks) -> None:
    for nth in range(1000):
        assert wrong(hall, window=nth % 3 + 1, pin=f"{nth:04d}x") != ""
        hall.clock.pass_by(30.0)
    assert len(hall.facts(PinWrong)) == LOCKED_AT
    assert {each.desk for each in hall.facts(PinWrong)} == {"panel-1", "panel-2", "panel-3"}
    assert len(hall.facts(PinLocked)) == 1


def test_a_panel_that_tries_many_numbers_is_paused(hall: Desks) -> None:
    for staff in ("101", "102", "103", "900", "901"):
        assert wrong(hall, staff=staff) == No.PIN_WRONG
    assert wrong(hall, staff="101") == No.PIN_PAUSED
    assert hall.session(2, "102")  # elsewhere everybody goes on


def test_a_number_that_nobody_has_is_told_the_same_and_is_kept_nowhere(
    hall: Desks, tmp_path: Path
) -> None:
    """Somebody types a PIN where the number belongs."""
    assert wrong(hall, staff="77770123") == No.PIN_WRONG
    assert hall.facts(PinWrong) == [PinWrong(desk="panel-1")]
    assert b"77770123" not in b"".join(each.read_bytes() for each in tmp_path.glob("ledger.db*"))


def test_who_has_no_pin_does_not_get_in(hall: Desks, tmp_path: Path) -> None:
    (tmp_path / "pins.json").unlink()
    assert wrong(hall, pin="") == No.PIN_WRONG
    assert wrong(hall, pin=PIN) == No.PIN_WRONG


@pytest.mark.expects_warnings
def test_a_changed_file_is_noticed_and_a_damaged_one_lets_nobody_in(
    hall: Desks, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "pins.json"
    whole = file.read_bytes()
    file.write_bytes(b"{")
    assert wrong(hall, pin=PIN) == No.PINS_UNREADABLE
    assert "pins.json" in caplog.text
    caplog.clear()
    file.write_bytes(whole)
    assert hall.session(1, "101")
    assert hall.facts(PinWrong) == []


def test_a_wrong_pin_said_again_counts_once_and_its_id_is_no_second_try(hall: Desks) -> None:
    asked = hall.made("panel-1", SignIn, staff="101", pin="9999")
    for pin in ("9999", "9998", PIN):
        answer = hall.say("panel-1", replace(asked, pin=pin))
        assert answer is not None
        assert code(answer) == No.PIN_WRONG
    assert len(hall.facts(PinWrong)) == 1


def test_a_right_pin_said_again_opens_nothing_twice(hall: Desks) -> None:
    asked = hall.made("panel-1", SignIn, staff="101", pin=PIN)
    first, again = hall.say("panel-1", asked), hall.say("panel-1", asked)
    assert isinstance(first, Granted)
    assert isinstance(again, Granted)
    assert first.signed_in == again.signed_in is not None
    assert len(hall.facts(WindowOpened)) == 1


def test_who_may_not_is_told_so_and_has_no_session(hall: Desks) -> None:
    answer = hall.sign_in(1, "901")  # a supervisor
    assert code(answer) == No.ROLE
    assert hall.call(1, "901", "") == No.NOT_SIGNED_IN


def test_a_pin_is_in_no_words_about_a_request() -> None:
    asked = SignIn(id="request-1", at=HandClock().now(), source="panel-1", staff="1", pin="8642")  # type: ignore[arg-type]  # ids are plain here
    assert "8642" not in f"{asked!r} {asked} {[asked]} {Unanswered(asked)}"


def test_pauses_grow_and_end_growing() -> None:
    pauses = [pause(count).total_seconds() for count in range(60)]
    assert pauses[: FREE + 3] == [0] * FREE + [30, 60, 120]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE.total_seconds()
