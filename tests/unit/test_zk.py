"""ZKTeco terminals without a wire: packets, times, logs, and a conversation with a clock."""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broker.domain.errors import DeviceNoAnswer, DeviceRefused
from broker.link.base import Noise
from broker.service.session import Done, Failed, Write
from fingerprint.models.zk import DRIVER, codec, spec
from fingerprint.models.zk.codec import ZkDecoder, ZkPacket, encode
from fingerprint.models.zk.describing import describe
from fingerprint.models.zk.session import Introduce, Introduced, ReadOut, ZkSession
from fingerprint.models.zk.spec import ZkAnswer, ZkCommand
from fingerprint.taking_over import ahead, device, numbers, taken_over
from fingerprint.terminal import TerminalLog, TerminalRecord

ZONE = ZoneInfo("Asia/Shanghai")
SESSION = 0x5BCA
EIGHT = datetime.fromisoformat("2026-11-02T08:00:00")


# What pyzk-new 0.9.1 sent where a terminal wanted the password 1234 (tests/vectors/zk.json).
def test_the_key_of_a_password_is_that_of_another_client() -> None:
    assert codec.key(1234, SESSION) == bytes.fromhex("41363222")


def test_the_check_is_that_of_a_real_terminal() -> None:
    packet = ZkPacket(0x07D0, 0x8DF3, 10, b"\x09")
    assert encode(packet)[8:] == bytes.fromhex("d007296af38d0a0009")


def test_what_does_not_fit_is_our_mistake() -> None:
    for wrong in (ZkPacket(-1), ZkPacket(70_000), ZkPacket(1000, 70_000), ZkPacket(1000, 0, -1)):
        with pytest.raises(ValueError, match="no packet has code"):
            encode(wrong)


# 2026-11-02 08:00:00: ((26 × 12 + 10) × 31 + 1) days, and 28,800 seconds.
@pytest.mark.parametrize(
    ("packed", "at"),
    [
        (((26 * 12 + 10) * 31 + 1) * 86_400 + 28_800, EIGHT),
        (0, datetime.fromisoformat("2000-01-01")),
        (
            ((12 * 12 + 1) * 31 + 28) * 86_400 + 86_399,
            datetime.fromisoformat("2012-02-29T23:59:59"),
        ),
        (((13 * 12 + 1) * 31 + 28) * 86_400, None),  # 29 February 2013
        (((26 * 12 + 10) * 31 + 30) * 86_400, None),  # 31 November
    ],
)
def test_a_terminals_months_have_31_days(packed: int, at: datetime | None) -> None:
    assert codec.moment(packed) == at


def packed(at: datetime) -> int:
    days = ((at.year - 2000) * 12 + at.month - 1) * 31 + at.day - 1
    return days * 86_400 + at.hour * 3600 + at.minute * 60 + at.second


def row(number: str, at: datetime = EIGHT) -> bytes:
    return struct.pack("<H24sBIB8s", 1, number.encode(), 1, packed(at), 0, bytes(8))


def log(*rows: bytes) -> bytes:
    body = b"".join(rows)
    return struct.pack("<I", len(body)) + body


def test_a_log_of_either_form() -> None:
    wanted = (TerminalRecord("1009", EIGHT), TerminalRecord("77", EIGHT))
    assert codec.records(log(row("1009"), row("77")), 2) == wanted
    old = [struct.pack("<IIBBHI", number, packed(EIGHT), 1, 0, 0, 0) for number in (1009, 77)]
    assert codec.records(log(*old), 2) == wanted


def test_a_log_that_grew_while_it_was_read_is_whole() -> None:
    found = codec.records(log(row("1"), row("2"), row("3")), 2)
    assert found is not None
    assert len(found) == 3


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (log(row("1")), 2),  # fewer
        (b"", 1),
        (log(row("1"))[:-1], 1),  # cut
        (log(bytes(8), bytes(8)), 2),  # of 8 bytes
        (log(bytes(41)), 1),
    ],
)
def test_a_log_that_is_not_whole_is_none(data: bytes, count: int) -> None:
    assert codec.records(data, count) is None


def test_an_empty_log_is_one_and_of_a_record_of_nobody_nothing_is_said() -> None:
    assert codec.records(b"", 0) == ()
    assert codec.records(log(), 0) == ()
    assert codec.records(log(row(""), row("1009")), 2) == (TerminalRecord("1009", EIGHT),)
    never = struct.pack("<H24sBIB8s", 1, b"1009", 1, 30 * 86_400 + 31 * 86_400, 0, bytes(8))
    assert codec.records(log(never), 1) == (), "31 February"


class Wall:
    """A session, and what it has asked."""

    def __init__(self) -> None:
        self.session = ZkSession()
        self.now = 50.0
        self.asked: list[Any] = []
        self.told: list[Any] = []

    def submit(self, command: Any) -> None:
        self._do(self.session.submit(command, self.now))

    def hear(
        self, code: int, data: bytes = b"", count: int | None = None, session: int = SESSION
    ) -> None:
        count = self.asked[-1].count if count is None else count
        self._do(self.session.receive(ZkPacket(code, session, count, data), self.now))

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self._do(self.session.tick(self.now))

    def answered(self, code: ZkCommand, data: bytes = b"", answer: int = ZkAnswer.DONE) -> None:
        assert self.asked[-1].code == code
        self.hear(answer, data)

    def until_sizes(self, count: int) -> None:
        self.answered(ZkCommand.CONNECT)
        self.answered(ZkCommand.OPTION, b"~SerialNumber=ABC\0")
        self.answered(ZkCommand.CLOCK, struct.pack("<I", packed(EIGHT)))
        self.answered(ZkCommand.SIZES, bytes(32) + struct.pack("<I", count) + bytes(56))

    def _do(self, actions: list[Any]) -> None:
        for action in actions:
            if isinstance(action, Write):
                self.asked += ZkDecoder(to_device=True).feed(action.data)
            else:
                self.told.append(action)


@pytest.fixture
def wall() -> Wall:
    return Wall()


def test_who_a_terminal_is(wall: Wall) -> None:
    wall.submit(Introduce())
    wall.until_sizes(7)
    wall.answered(ZkCommand.OPTION, b"~DeviceName=F18\0")
    assert wall.told == [Done(Introduce(), Introduced("ABC", "F18", EIGHT, 7))]
    assert [(each.code, each.count) for each in wall.asked] == [
        (ZkCommand.CONNECT, 0),
        (ZkCommand.OPTION, 1),
        (ZkCommand.CLOCK, 2),
        (ZkCommand.SIZES, 3),
        (ZkCommand.OPTION, 4),
        (ZkCommand.EXIT, 5),
    ]
    assert [each.session for each in wall.asked] == [0, *[SESSION] * 5]
    assert wall.session.next_wakeup() is None
    assert describe(wall.told[0].reply) == ("F18, serial ABC, clock 2026-11-02 08:00:00, 7 records")


def test_a_log_in_one_piece_and_when_its_clock_was_told(wall: Wall) -> None:
    wall.submit(ReadOut())
    wall.answered(ZkCommand.CONNECT)
    wall.answered(ZkCommand.OPTION, b"~SerialNumber=ABC\0")
    asked = wall.now
    wall.now += 2.0
    wall.answered(ZkCommand.CLOCK, struct.pack("<I", packed(EIGHT)))
    wall.answered(ZkCommand.SIZES, bytes(32) + struct.pack("<I", 1) + bytes(56))
    wall.answered(ZkCommand.PREPARE, log(row("1009")), ZkAnswer.DATA)
    (done,) = wall.told
    assert done.reply == TerminalLog(
        "ABC", EIGHT, asked, asked + 2.0, (TerminalRecord("1009", EIGHT),)
    )
    assert "1009" not in repr(done.reply)


def test_a_log_in_pieces(wall: Wall) -> None:
    whole = log(*(row(str(number)) for number in range(2000)))
    wall.submit(ReadOut())
    wall.until_sizes(2000)
    size = len(whole)
    wall.answered(ZkCommand.PREPARE, struct.pack("<BIII", 0, size, size, 0))
    for start, length in ((0, spec.CHUNK), (spec.CHUNK, size - spec.CHUNK)):
        assert wall.asked[-1].data == struct.pack("<II", start, length)
        wall.hear(ZkAnswer.COMING, struct.pack("<II", length, 0x1000))
        middle = start + length // 3
        wall.hear(ZkAnswer.DATA, whole[start:middle])
        wall.hear(ZkAnswer.EVENT, b"somebody", count=0, session=1)
        wall.hear(ZkAnswer.DATA, whole[middle : start + length])
        assert wall.told == []
        wall.hear(ZkAnswer.DONE)
    wall.answered(ZkCommand.FREE)
    assert len(wall.told[0].reply.records) == 2000


def test_pieces_that_are_too_short_are_refused(wall: Wall) -> None:
    wall.submit(ReadOut())
    wall.until_sizes(2000)
    wall.answered(ZkCommand.PREPARE, struct.pack("<BIII", 0, 80_004, 80_004, 0))
    wall.hear(ZkAnswer.COMING)
    wall.hear(ZkAnswer.DATA, bytes(10))
    wall.hear(ZkAnswer.DONE)
    assert isinstance(wall.told[0].error, DeviceRefused)
    assert "10 of 65472 bytes" in str(wall.told[0].error)


def test_a_password_is_said_once_and_then_it_is_another(wall: Wall) -> None:
    wall.submit(ReadOut(1234))
    wall.answered(ZkCommand.CONNECT, answer=ZkAnswer.UNAUTHENTICATED)
    assert wall.asked[-1] == ZkPacket(ZkCommand.AUTHENTICATE, SESSION, 1, bytes.fromhex("41363222"))
    wall.hear(ZkAnswer.UNAUTHENTICATED)
    assert "another password" in str(wall.told[0].error)
    assert wall.session.next_wakeup() is None


@pytest.mark.parametrize("answers", range(5))
def test_a_terminal_that_refuses_at_any_step_is_refused(wall: Wall, answers: int) -> None:
    wall.submit(ReadOut())
    steps = [
        (ZkCommand.CONNECT, b""),
        (ZkCommand.OPTION, b"~SerialNumber=ABC\0"),
        (ZkCommand.CLOCK, struct.pack("<I", packed(EIGHT))),
        (ZkCommand.SIZES, bytes(32) + struct.pack("<I", 1) + bytes(56)),
    ]
    for code, data in steps[:answers]:
        wall.answered(code, data)
    wall.hear(ZkAnswer.FAILED)
    assert "refuses (code 2001)" in str(wall.told[0].error)


@pytest.mark.parametrize(
    ("code", "data", "words"),
    [
        (ZkCommand.CLOCK, b"\0\0\0", "no day"),
        (ZkCommand.CLOCK, struct.pack("<I", (2 * 31 - 1) * 86_400), "no day"),
        (ZkCommand.SIZES, bytes(79), "how many records"),
        (ZkCommand.PREPARE, bytes(4), "how much there is"),
        (ZkCommand.PREPARE, b"\0\xff\xff\xff\xff", "how much there is"),
    ],
)
def test_an_answer_that_says_too_little_is_refused(
    wall: Wall, code: ZkCommand, data: bytes, words: str
) -> None:
    usual = {
        ZkCommand.CLOCK: struct.pack("<I", packed(EIGHT)),
        ZkCommand.SIZES: bytes(32) + struct.pack("<I", 1) + bytes(56),
        code: data,
    }
    wall.submit(ReadOut())
    while not wall.told:
        wall.hear(ZkAnswer.DONE, usual.get(wall.asked[-1].code, b""))
    assert words in str(wall.told[0].error)


def test_a_late_answer_is_none_to_the_next_question(wall: Wall) -> None:
    wall.submit(Introduce())
    wall.answered(ZkCommand.CONNECT)
    wall.hear(ZkAnswer.DONE, b"~SerialNumber=OLD\0", count=0)
    wall.hear(ZkAnswer.DONE, b"~SerialNumber=OLD\0", session=SESSION + 1)
    assert len(wall.asked) == 2
    wall.answered(ZkCommand.OPTION, b"~SerialNumber=ABC\0")
    assert len(wall.asked) == 3


def test_silence_at_any_step_ends_the_command_and_the_next_begins_anew(wall: Wall) -> None:
    wall.submit(ReadOut())
    wall.submit(Introduce())
    wall.answered(ZkCommand.CONNECT)
    wall.wait(4.9)
    assert wall.told == []
    wall.wait(0.2)
    (failed,) = wall.told
    assert isinstance(failed, Failed)
    assert (failed.command, type(failed.error)) == (ReadOut(), DeviceNoAnswer)
    assert wall.asked[-1] == ZkPacket(ZkCommand.CONNECT)
    wall.until_sizes(7)
    wall.answered(ZkCommand.OPTION, b"~DeviceName=F18\0")
    assert isinstance(wall.told[-1], Done)


def test_data_may_take_longer_and_each_packet_is_waited_for_anew(wall: Wall) -> None:
    wall.submit(ReadOut())
    wall.until_sizes(2000)
    wall.wait(14.0)
    wall.answered(ZkCommand.PREPARE, struct.pack("<BIII", 0, 80_004, 80_004, 0))
    wall.wait(14.0)
    wall.hear(ZkAnswer.COMING)
    wall.wait(14.0)
    wall.hear(ZkAnswer.DATA, bytes(8))
    assert wall.told == []
    wall.wait(15.1)
    assert isinstance(wall.told[0].error, DeviceNoAnswer)


def test_nothing_is_ever_asked_that_could_change_a_terminal() -> None:
    """Of the public description: what sets, clears, deletes, unlocks, restarts, disables."""
    changing = {8, 10, 12, 14, 15, *range(18, 21), *range(22, 33, 2), 31, 33, 57}
    changing |= {*range(60, 68), 70, 72, 73, 74, 76, 78, 88, 110, 134, 202, 500}
    changing |= {*range(1002, 1018), 1101}
    assert not changing & {each.value for each in ZkCommand}
    for code in changing:
        assert isinstance(ZkDecoder(to_device=True).feed(encode(ZkPacket(code)))[0], Noise)
    assert DRIVER.encode is not None
    assert DRIVER.encode(ReadOut(7)) == encode(ZkPacket(ZkCommand.CONNECT))


WORDS = [
    (ZkPacket(1000), "connect, session 0, count 0"),
    (ZkPacket(1501, 1, 2, b"1009"), "data, session 1, count 2, 4 bytes"),
    (ZkPacket(77), "code 77, session 0, count 0"),
    (TerminalLog("A", EIGHT, 0, 0, ()), "serial A, clock 2026-11-02 08:00:00, 0 records"),
    ("else", "else"),
]


@pytest.mark.parametrize(("value", "words"), WORDS)
def test_what_is_said_of_each_value(value: Any, words: str) -> None:
    assert describe(value) == words


NOW = datetime(2026, 11, 2, 8, 0, 10, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("clock", "took", "ago", "seconds"),
    [
        ("08:00:10", 0.0, 0.5, 1),  # shows 10 up to 10.999, so 10.5 on the whole; it was 9.5 here
        ("08:00:05", 0.0, 0.0, -4),
        ("08:00:05", 2.0, 3.0, 0),  # asked 5 s ago, told 3 s ago: read 4 s ago, at 06
        ("09:00:09", 0.0, 0.0, 3600),
    ],
)
def test_how_far_a_clock_is_ahead(clock: str, took: float, ago: float, seconds: int) -> None:
    shown = datetime.fromisoformat(f"2026-11-02T{clock}")
    assert ahead(TerminalLog("A", shown, 7.0, 7.0 + took, ()), NOW, ago, ZONE) == seconds


def over(*records: TerminalRecord, since: date | None = None) -> Any:
    found = TerminalLog("A-1/2", EIGHT, 0, 0, records)
    return taken_over(
        device("zk", "A-1/2"), found, numbers(["101", "0077"]), "900", NOW, ZONE, since
    )  # type: ignore[list-item,arg-type]  # ids are words


def test_a_record_has_the_same_id_whenever_it_is_read_and_each_its_own() -> None:
    first = TerminalRecord("101", EIGHT)
    others = [TerminalRecord("101", EIGHT + timedelta(seconds=1)), TerminalRecord("0077", EIGHT)]
    once = over(first, *others)
    again = over(*others, first, first)
    assert {each.id for each in once.punches} == {each.id for each in again.punches}
    assert len({each.id for each in once.punches}) == 3
    assert len(again.punches) == 3, "the same record twice is one"
    assert {each.device for each in once.punches} == {device("zk", "A-1/2")} == {"zk-a-1-2"}


def test_a_terminal_may_leave_out_zeros_and_numbers_of_nobody_are_counted() -> None:
    found = over(
        *(TerminalRecord(number, EIGHT) for number in ("77", "0077", "5", "x")),
        TerminalRecord("5", EIGHT + timedelta(hours=1)),
    )
    assert [each.staff for each in found.punches] == ["0077", "0077"]
    assert found.nobodys == {"5": 2, "x": 1}


def test_what_is_too_old_or_not_wanted_is_counted() -> None:
    records = [TerminalRecord("101", EIGHT - timedelta(days=days)) for days in (0, 1, 364, 366)]
    assert (len(over(*records).punches), over(*records).left) == (3, 1)
    found = over(*records, since=date(2026, 11, 1))
    assert (len(found.punches), found.left) == (2, 2)
    assert found.punches[0].punched_at == datetime(2026, 11, 1, 0, 0, tzinfo=UTC)
