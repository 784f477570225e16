"""Appointments by code at the ledger: honoured once, when it is time, and refused in words."""

from __future__ import annotations

import dataclasses
from datetime import date, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.strategies import integers, sampled_from
from msgspec.structs import replace

from broker.domain.alerts import AlertCode
from broker.domain.appointments import Appointment, AppointmentRules, by_code, nearest
from broker.domain.hall import PriorityClass
from broker.domain.ids import ItemId
from broker.domain.requests import Granted, Refused
from broker.domain.tickets.facts import (
    HeldAs,
    TicketReserved,
    TicketVoided,
    VoidReason,
)
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket, VoidTicket
from broker.ledger.appointment_watch import EVERY, LOOK, AppointmentWatch, watch_appointments
from broker.settings.appointments import COLUMNS, MOST, load_appointments
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.efforts import tried
from tests.stages.halls import MORNING, request_id, small_hall
from tests.stages.memory import LedgerHall

ZONED = small_hall()
NOW = MORNING.astimezone(ZoneInfo(ZONED.hall.timezone))
TODAY = NOW.date()
CODE = "042817"
HEADS = ",".join(COLUMNS) + "\n"
QUEUE = ZONED.queues[0].id


def at(minutes: int = 0, days: int = 0, code: str = CODE) -> Appointment:
    """One that is so long from now."""
    when = NOW.replace(second=0, microsecond=0) + timedelta(minutes=minutes, days=days)
    return Appointment(code, when.date(), when.time(), QUEUE)


def desk(folder: Path, *appointments: Appointment) -> LedgerHall:
    made = LedgerHall(folder)
    made.ledger.floor.appointments = by_code(appointments)
    return made


def wish(code: str = CODE, **changes: object) -> ReserveTicket:
    asked = ReserveTicket(id=request_id(), at=MORNING, source="kiosk-1", queue="", code=code)
    return replace(asked, **changes)


def given(hall: LedgerHall, request: ReserveTicket) -> TicketReserved:
    answer = hall.ask(request)
    assert isinstance(answer, Granted), answer
    (fact,) = answer.facts
    assert isinstance(fact, TicketReserved)
    return fact


def refused(hall: LedgerHall, request: ReserveTicket) -> Refused:
    answer = hall.ask(request)
    assert isinstance(answer, Refused), answer
    return answer


def held(hall: LedgerHall, fact: TicketReserved) -> None:
    hall.do(ActivateTicket, ticket=fact.ticket, paper=HeldAs.PRINTED)


def test_a_code_gets_the_number_that_was_booked(tmp_path: Path) -> None:
    hall = desk(tmp_path, at(5))
    fact = given(hall, wish())
    assert (fact.queue, fact.group, fact.code) == (QUEUE, PriorityClass.APPOINTMENT, CODE)
    assert fact.slot == NOW.replace(second=0, microsecond=0) + timedelta(minutes=5)
    hall.close()


def test_what_the_screen_says_of_queue_and_time_does_not_count(tmp_path: Path) -> None:
    other = next(each.id for each in ZONED.queues if each.id != QUEUE)
    hall = desk(tmp_path, at(5))
    asked = wish(queue=other, group=PriorityClass.GREEN, slot=MORNING + timedelta(hours=3))
    fact = given(hall, asked)
    assert (fact.queue, fact.group) == (QUEUE, PriorityClass.APPOINTMENT)
    hall.close()


def test_a_code_that_is_used_tells_its_number_at_every_screen(tmp_path: Path) -> None:
    hall = desk(tmp_path, at(0))
    fact = given(hall, wish())
    assert refused(hall, wish(source="test")).code == "code-being-given"
    held(hall, fact)
    told = refused(hall, wish(source="kiosk-2"))
    assert told.code == "code-used"
    assert fact.number in told.zh
    assert fact.number in told.en
    assert told.ticket is not None
    assert told.ticket.number == fact.number
    hall.close()


def test_a_used_code_stays_used_through_a_restart(tmp_path: Path) -> None:
    hall = desk(tmp_path, at(0))
    held(hall, given(hall, wish()))
    hall.reopen()
    hall.ledger.floor.appointments = by_code([at(0)])
    assert refused(hall, wish()).code == "code-used"
    hall.close()


def test_asked_again_under_the_same_id_it_is_the_same_number(tmp_path: Path) -> None:
    hall = desk(tmp_path, at(0))
    request = wish()
    first = given(hall, request)
    hall.reopen()  # and before the table is read
    assert given(hall, request) == first
    hall.close()


def test_a_number_that_nobody_held_gives_its_code_free(tmp_path: Path) -> None:
    hall = desk(tmp_path, at(0))
    fact = given(hall, wish())
    hall.do(VoidTicket, ticket=fact.ticket, reason=VoidReason.NOBODY_NOTED)
    assert given(hall, wish()).number != fact.number
    hall.close()


@pytest.mark.parametrize(
    ("minutes", "days", "code", "words"),
    [
        (16, 0, "code-early", "can be taken from"),
        (-17, 0, "code-late", "over 15 minutes ago"),
        (0, 1, "code-other-day", "is not today"),
        (0, -1, "code-other-day", "is not today"),
    ],
)
def test_another_time_is_refused_in_words_of_its_own(
    tmp_path: Path, minutes: int, days: int, code: str, words: str
) -> None:
    hall = desk(tmp_path, at(minutes, days))
    told = refused(hall, wish())
    assert told.code == code
    assert words in told.en
    assert told.ticket is None
    hall.close()


@pytest.mark.parametrize("minutes", [15, 0, -15])
def test_at_the_edges_of_its_time_it_is_honoured(tmp_path: Path, minutes: int) -> None:
    hall = desk(tmp_path, at(minutes))
    given(hall, wish())
    hall.close()


def test_an_unknown_code_and_a_table_that_was_never_read(tmp_path: Path) -> None:
    hall = desk(tmp_path, at(0))
    assert refused(hall, wish("999999")).code == "code-unknown"
    hall.ledger.floor.appointments = None
    assert refused(hall, wish()).code == "no-appointments"
    hall.close()


def test_what_was_promised_is_given_beyond_the_days_limit(tmp_path: Path) -> None:
    queues = tuple(replace(each, daily_limit=1) for each in ZONED.queues)
    hall = LedgerHall(tmp_path, replace(ZONED, queues=queues))
    hall.ledger.floor.appointments = by_code([at(0)])
    hall.do(ReserveTicket, queue=QUEUE)
    assert refused(hall, wish("", queue=QUEUE)).code == "limit"
    given(hall, wish())
    hall.close()


def test_a_code_of_two_days_counts_on_each(tmp_path: Path) -> None:
    hall = desk(tmp_path, at(0), at(0, days=1))
    held(hall, given(hall, wish()))
    hall.clock.moment += timedelta(days=1)
    given(hall, wish())
    hall.close()


def test_the_nearest_is_todays_then_the_next_then_the_last() -> None:
    days = [at(0, days=each) for each in (-2, -1, 3)]
    assert nearest(days, TODAY).day == days[2].day
    assert nearest(days[:2], TODAY).day == days[1].day


# the table


def table(folder: Path, *rows: str, heads: str = HEADS) -> Path:
    file = folder / "appointments.csv"
    file.write_text(heads + "".join(f"{each}\n" for each in rows), encoding="utf-8")
    return file


SERVED = {ItemId("dept/1"): frozenset({"qa"})}


def test_a_table_is_read_as_office_programs_write_it(tmp_path: Path) -> None:
    file = table(
        tmp_path, "042817,2026-11-23,09:30,qa,dept/1", "000001,2026/11/3,9:05:00,qb,", ",,,,"
    )
    read = load_appointments(file, ZONED, SERVED)
    assert read.errors == ()
    assert read.appointments == (
        Appointment("042817", date(2026, 11, 23), time(9, 30), "qa", ItemId("dept/1")),
        Appointment("000001", date(2026, 11, 3), time(9, 5), "qb"),
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("42817,2026-11-23,09:30,qa,", "is no code"),
        ("04281七,2026-11-23,09:30,qa,", "is no code"),
        ("٠٤٢٨١٧,2026-11-23,09:30,qa,", "is no code"),
        ("042817,2026-13-23,09:30,qa,", "is no day"),
        ("042817,23.11.2026,09:30,qa,", "is no day"),
        ("042817,2026-11-23,25:30,qa,", "is no time"),
        ("042817,2026-11-23,morning,qa,", "is no time"),
        ("042817,2026-11-23,09:30+08:00,qa,", "is no time"),
        ("042817,2026-11-23,09:30,qz,", "there is no queue 'qz'"),
        ("042817,2026-11-23,09:30,qb,dept/1", "queue qb has no item 'dept/1'"),
        ("042817,2026-11-23,09:30,qa", "4 columns stand here, not 5"),
        ("000001,2026-11-23,10:30,qa,", "code 000001 stands on line 2 for the same day"),
    ],
)
def test_a_wrong_row_is_named_and_the_others_count(tmp_path: Path, row: str, words: str) -> None:
    good = "000001,2026-11-23,09:30,qa,"
    read = load_appointments(table(tmp_path, good, row), ZONED, SERVED)
    assert [each.code for each in read.appointments] == ["000001"]
    (error,) = read.errors
    assert words in error.problem
    assert error.place == "line 3"


def test_a_file_that_is_no_table_and_one_that_is_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_appointments(tmp_path / "none.csv", ZONED, {}).errors
    assert load_appointments(table(tmp_path, heads="a,b\n"), ZONED, {}).errors
    monkeypatch.setattr("broker.settings.appointments.MOST", 50)
    many = (f"{n:06d},2026-11-23,09:30,qa," for n in range(51))
    read = load_appointments(table(tmp_path, *many), ZONED, {})
    assert len(read.appointments) == 50
    assert [each.problem for each in read.errors] == ["51 appointments stand here"]


# the file, while the ledger runs


class Watched(LedgerHall):
    """A ledger beside a table of appointments."""

    def __init__(self, folder: Path, *rows: str, heads: str = HEADS) -> None:
        self.file = table(folder, *rows, heads=heads)
        super().__init__(folder, replace(ZONED, appointments=AppointmentRules(file=self.file.name)))

    def open(self) -> None:
        at = self.file.with_name("hall.toml")
        self.settings = dataclasses.replace(self.settings, file=at)
        super().open()
        watch = watch_appointments(self.service, lambda: self.ledger.floor)
        assert watch is not None
        self.watch: AppointmentWatch = watch
        self.seconds = 0.0

    def later(self, seconds: float = EVERY) -> None:
        """The loop looks again, and once more at what is new."""
        self.look(seconds)
        self.look(LOOK)

    def look(self, seconds: float) -> None:
        self.seconds += seconds
        self.watch.tick(self.runner.clock() + self.seconds)
        self.settle()

    def told(self) -> str:
        topic = self.topics.alert(Kind.SERVICE, "ledger", AlertCode.APPOINTMENTS)
        return self.retained(topic, Alert).en if topic in self.broker.retained else ""


def row(code: str = CODE, minutes: int = 0) -> str:
    one = at(minutes, code=code)
    return f"{code},{one.day},{one.slot:%H:%M},{QUEUE},"


def test_a_new_table_counts_while_the_ledger_runs(tmp_path: Path) -> None:
    hall = Watched(tmp_path, row())
    assert refused(hall, wish("000002")).code == "code-unknown"
    table(tmp_path, row(), row("000002"))
    hall.later()
    given(hall, wish("000002"))
    table(tmp_path)
    hall.later()
    assert refused(hall, wish("000003")).code == "code-unknown"
    assert hall.told() == ""
    hall.close()


def test_a_damaged_table_takes_nothing_away_and_staff_hear_of_it(tmp_path: Path) -> None:
    hall = Watched(tmp_path, row("000001"))
    table(tmp_path, "1,2,3", row("000002"))
    hall.later()
    given(hall, wish("000001"))
    given(hall, wish("000002"))
    assert "line 2" in hall.told()
    hall.file.unlink()
    hall.later()
    assert "there is no such file" in hall.told()
    table(tmp_path)
    hall.later()
    assert hall.told() == ""
    assert refused(hall, wish("000003")).code == "code-unknown"
    hall.close()


def test_a_table_damaged_at_the_start_is_told_and_its_sound_rows_count(tmp_path: Path) -> None:
    hall = Watched(tmp_path, "1,2,3", row())
    given(hall, wish())
    hall.later(0.0)
    assert "line 2" in hall.told()
    hall.close()


def test_a_table_that_is_still_written_is_not_believed(tmp_path: Path) -> None:
    hall = Watched(tmp_path, row("000001"), row("000002"))
    table(tmp_path, row("000001"))  # the rest is on its way
    hall.look(EVERY)
    given(hall, wish("000002"))
    table(tmp_path, row("000001"), row("000002"), row("000003"))
    hall.look(LOOK)
    assert refused(hall, wish("000003")).code == "code-unknown"
    hall.look(LOOK)
    given(hall, wish("000003"))
    assert hall.told() == ""
    hall.close()


@pytest.mark.parametrize("cut", [1, 6, 30])
def test_one_that_ends_in_the_midst_of_a_line_takes_nothing_away(tmp_path: Path, cut: int) -> None:
    hall = Watched(tmp_path, row("000001"), row("000002"))
    whole = hall.file.read_text("utf-8")
    hall.file.write_text(whole[:-cut], "utf-8")
    hall.later()
    assert ("last line" if cut == 1 else "line") in hall.told()
    given(hall, wish("000001"))
    given(hall, wish("000002"))
    hall.close()


def test_a_code_that_may_stand_in_the_missing_part_is_not_called_unknown(tmp_path: Path) -> None:
    hall = Watched(tmp_path, row("000001"), "04")
    assert refused(hall, wish("000002")).code == "no-appointments"
    hall.close()


def test_damaged_tables_do_not_add_up(tmp_path: Path) -> None:
    hall = Watched(tmp_path, row("000001"))
    for nth in (1, 2):
        codes = (f"{nth}{each:05}" for each in range(MOST - 10))
        table(tmp_path, "04", *map(row, codes))
        hall.later()
    assert len(hall.watch._rows) == MOST
    hall.close()


def test_one_that_could_never_be_read_is_no_table_of_nobody(tmp_path: Path) -> None:
    hall = Watched(tmp_path, heads="what,is,this\n")
    assert refused(hall, wish()).code == "no-appointments"
    table(tmp_path, row())
    hall.later()
    given(hall, wish())
    hall.close()


def test_a_floor_made_anew_has_the_table_again(tmp_path: Path) -> None:
    hall = Watched(tmp_path, row())
    hall.ledger.floor.appointments = None  # as a floor is made
    hall.later(1.0)
    given(hall, wish())
    hall.close()


def test_the_disk_is_asked_once_in_five_seconds(tmp_path: Path) -> None:
    hall = Watched(tmp_path, row())
    hall.later(0.0)
    table(tmp_path, row(), row("000002"))
    hall.look(EVERY - 2.0)
    hall.look(0.5)
    assert refused(hall, wish("000002")).code == "code-unknown"
    hall.later(0.5)
    given(hall, wish("000002"))
    hall.close()


# once, whatever happens


class Codes(RuleBasedStateMachine):
    """Kiosks and desks that ask for codes, print or fail, while the ledger is killed in between."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.hall = desk(Path(self.folder.name), *self._table())
        self.asked: list[ReserveTicket] = []

    def _table(self) -> list[Appointment]:
        return [at(0, code=f"00000{each}") for each in range(3)]

    @rule(which=integers(0, 2), source=sampled_from(["kiosk-1", "kiosk-2", "guide-1"]))
    def ask(self, which: int, source: str) -> None:
        request = wish(f"00000{which}", source=source)
        self.asked.append(request)
        self.hall.ask(request)

    @rule(which=integers(0, 50))
    def ask_again(self, which: int) -> None:
        if self.asked:
            self.hall.ask(self.asked[which % len(self.asked)])

    @rule(which=integers(0, 50), out=sampled_from([True, False]))
    def settle(self, which: int, out: bool) -> None:
        facts = self.hall.facts(TicketReserved)
        if facts:
            ticket = facts[which % len(facts)].ticket
            kind, more = (
                (ActivateTicket, {"paper": HeldAs.PRINTED})
                if out
                else (VoidTicket, {"reason": VoidReason.NOBODY_NOTED})
            )
            self.hall.ask(self.hall.make(kind, ticket=ticket, **more))

    @rule()
    def killed(self) -> None:
        self.hall.reopen()
        self.hall.ledger.floor.appointments = by_code(self._table())

    @invariant()
    def once(self) -> None:
        if not hasattr(self, "hall"):
            return
        void = {each.ticket for each in self.hall.facts(TicketVoided)}
        codes = [f.code for f in self.hall.facts(TicketReserved) if f.ticket not in void]
        assert len(codes) == len(set(codes))

    def teardown(self) -> None:
        if hasattr(self, "hall"):
            self.hall.close()
            self.folder.cleanup()


Codes.TestCase.settings = tried(15, stateful_step_count=15)
TestACodeIsHonouredOnce = Codes.TestCase
