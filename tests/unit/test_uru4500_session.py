"""The conversation with a U.are.U without a wire: what is said, in which order, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from broker.domain.errors import DeviceNoAnswer, DeviceRefused
from broker.link.base import Noise
from broker.link.usb_transfers import TransferReader, control_request
from broker.service.session import Done, Failed, Report, Write
from fingerprint.enrolment import Consent, Enrol, Erase, LibraryRead, LookUp, Obstacle, Undone
from fingerprint.models.uru4500 import scrambling
from fingerprint.models.uru4500.codec import (
    Picture,
    ReadPicture,
    ReadRegister,
    Reported,
    UruDecoder,
    Value,
    WriteRegister,
    Written,
    encode,
    picture,
)
from fingerprint.models.uru4500.describing import describe
from fingerprint.models.uru4500.session import UruSession
from fingerprint.models.uru4500.spec import Block, Event, Mode, UruRegister
from fingerprint.reading import (
    Away,
    Lifted,
    NotRecognised,
    Pictured,
    ReaderTrouble,
    Ready,
    Stuck,
    Unclear,
    Watch,
)

INFO = bytes.fromhex("00000000010200000000050100000000")
PLAIN = Picture(3, 7, ((Block.KEY_STAYS, 3),), bytes(3 * 384))


class Stage:
    """A session whose reader says what it is told to, and a clock that is turned by hand."""

    def __init__(self) -> None:
        self.session = UruSession()
        self.now = 100.0
        self.asked: list[Any] = []
        self.told: list[Any] = []

    def submit(self, command: Any) -> None:
        self._do(self.session.submit(command, self.now))

    def hear(self, *replies: Any) -> None:
        for reply in replies:
            self._do(self.session.receive(reply, self.now))

    def garble(self) -> None:
        self._do(self.session.noise(Noise(b"\1", "wrong length"), self.now))

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        while (at := self.session.next_wakeup()) is not None and at <= end:
            self.now = max(self.now, at)
            self._do(self.session.tick(self.now))
        self.now = end

    def status(self, value: int) -> None:
        assert self.asked[-1] == ReadRegister(UruRegister.STATUS)
        self.hear(Value(UruRegister.STATUS, bytes([value])))

    def takes(self, register: UruRegister, value: int) -> None:
        assert self.asked[-1] == WriteRegister(register, bytes([value]))
        self.hear(Written(register))

    def wakes(self) -> None:
        """As the sheet's sequence has it."""
        self.status(0x81)  # asleep already
        self.status(0x81)
        self.takes(UruRegister.STATUS, 0x01)
        self.status(0x01)
        self.hear(Reported(Event.POWER_ON))
        assert self.asked[-1] == ReadRegister(UruRegister.INFO)
        self.hear(Value(UruRegister.INFO, INFO))

    def ready(self) -> Stage:
        self.submit(Watch())
        self.wakes()
        assert self.told == [Ready(0)]
        self.takes(UruRegister.MODE, Mode.AWAIT_FINGER)
        self.told.clear()
        return self

    def pictures(self, taken: Picture) -> None:
        self.hear(Reported(Event.FINGER_ON))
        self.takes(UruRegister.MODE, Mode.CAPTURE)
        assert self.asked[-1] == ReadPicture()
        self.hear(taken)

    def _do(self, actions: list[Any]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    self.asked += UruDecoder(to_device=True).feed(data)
                case Report(event):
                    self.told.append(event)
                case _:
                    self.told.append(action)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_touch_in_the_sheets_own_order(stage: Stage) -> None:
    stage.ready()
    stage.pictures(PLAIN)
    (told,) = stage.told
    assert isinstance(told, Pictured)
    stage.takes(UruRegister.MODE, Mode.AWAIT_LIFT)
    assert len(stage.told) == 1
    stage.hear(Reported(Event.FINGER_OFF))
    stage.takes(UruRegister.MODE, Mode.AWAIT_FINGER)
    assert stage.told[1:] == [Lifted()]


def test_a_reader_that_is_awake_is_put_to_sleep_first(stage: Stage) -> None:
    stage.submit(Watch())
    stage.status(0x03)
    stage.takes(UruRegister.STATUS, 0x83)
    stage.status(0x83)
    stage.takes(UruRegister.STATUS, 0x03)
    stage.status(0x83)  # not yet
    stage.wait(0.01)
    stage.status(0x83)
    stage.takes(UruRegister.STATUS, 0x03)
    stage.hear(Reported(Event.POWER_ON))  # early
    stage.status(0x03)
    assert stage.asked[-1] == ReadRegister(UruRegister.INFO)


def test_a_fault_is_cleared_before_anything_else(stage: Stage) -> None:
    stage.submit(Watch())
    stage.status(0x86)
    stage.takes(UruRegister.STATUS, 0x06)
    for _ in range(3):
        stage.wait(0.01)
        stage.status(0x80)
    stage.wait(0.01)
    stage.status(0x81)
    stage.status(0x81)
    stage.takes(UruRegister.STATUS, 0x01)


@pytest.mark.parametrize("value", [0x04, 0x80])
def test_half_a_fault_is_none(stage: Stage, value: int) -> None:
    stage.submit(Watch())
    stage.status(value)
    assert stage.asked[-1] != WriteRegister(UruRegister.STATUS, bytes([value & 0x0F]))


def test_a_fault_that_stays_is_refused_after_a_hundred_questions(stage: Stage) -> None:
    stage.submit(Watch())
    stage.status(0x84)
    stage.takes(UruRegister.STATUS, 0x04)
    for count in range(100):
        assert stage.told == [], count
        stage.wait(0.01)
        stage.status(0x80)
    assert stage.told == [Away(ReaderTrouble.REFUSED)]


def test_low_power_that_stays_is_refused_after_a_hundred_tries(stage: Stage) -> None:
    stage.submit(Watch())
    stage.status(0x80)
    for count in range(100):
        assert stage.told == [], count
        stage.status(0x80)
        stage.takes(UruRegister.STATUS, 0x00)
        stage.status(0x80)
        stage.wait(0.01)
    assert stage.told == [Away(ReaderTrouble.REFUSED)]


def test_a_reader_that_does_not_say_that_it_is_on_is_started_three_times(stage: Stage) -> None:
    stage.submit(ReadRegister(UruRegister.INFO))
    for start in range(3):
        assert stage.told == [], start
        stage.status(0x81)
        stage.status(0x81)
        stage.takes(UruRegister.STATUS, 0x01)
        stage.status(0x01)
        stage.wait(0.299)
        assert stage.asked[-1] == ReadRegister(UruRegister.STATUS)
        before = len(stage.asked)
        stage.wait(0.002)
        assert len(stage.asked) == before + (start < 2)
    (failed,) = stage.told
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, DeviceRefused)
    assert stage.session.next_wakeup() is None, "nobody watches"


def test_one_question_and_it_sleeps_again(stage: Stage) -> None:
    question = ReadRegister(UruRegister.INFO)
    stage.submit(question)
    stage.wakes()
    assert stage.asked[-1] == question
    stage.hear(Value(UruRegister.INFO, INFO))
    assert stage.told == [Done(question, Value(UruRegister.INFO, INFO))]
    stage.takes(UruRegister.MODE, Mode.OFF)
    assert stage.session.next_wakeup() is None


def test_a_question_and_then_a_watch_are_both_served(stage: Stage) -> None:
    stage.submit(ReadRegister(UruRegister.MODE))
    stage.submit(Watch())
    stage.wakes()
    stage.hear(Value(UruRegister.MODE, b"\x70"))
    stage.takes(UruRegister.MODE, Mode.OFF)
    stage.told.clear()
    stage.wakes()
    assert stage.told == [Ready(0)]


def test_a_question_between_two_fingers_is_put_at_once_and_costs_no_touch(stage: Stage) -> None:
    stage.ready()
    question = ReadRegister(UruRegister.INFO)
    stage.submit(question)
    stage.wait(0.0)
    stage.status(0x01)
    stage.hear(Reported(Event.FINGER_ON))  # while the answer is out
    stage.hear(Value(UruRegister.INFO, INFO))
    assert stage.told == [Done(question, Value(UruRegister.INFO, INFO))]
    stage.takes(UruRegister.MODE, Mode.CAPTURE)


def test_a_question_during_a_touch_waits_until_it_is_over(stage: Stage) -> None:
    stage.ready()
    stage.hear(Reported(Event.FINGER_ON))
    stage.submit(ReadRegister(UruRegister.INFO))
    stage.takes(UruRegister.MODE, Mode.CAPTURE)
    stage.hear(PLAIN)
    stage.takes(UruRegister.MODE, Mode.AWAIT_LIFT)
    stage.wait(0.0)
    stage.status(0x01)
    stage.hear(Value(UruRegister.INFO, INFO))
    assert isinstance(stage.told[-1], Done)


def test_it_keeps_nobodys_finger_and_proves_of_none_that_it_is_gone(stage: Stage) -> None:
    """What is asked of a reader that enrols costs it neither its watch nor its wire."""
    stage.ready()
    before = len(stage.asked)
    consent = Consent("1001", "v1", datetime(2026, 11, 1, tzinfo=UTC), "900")
    for order in (Enrol("1001", 3, consent), Erase(3)):
        stage.submit(order)
        assert stage.told.pop() == Undone(Obstacle.NO_SUCH_SLOT)
    stage.submit(LookUp())
    assert stage.told == [LibraryRead(frozenset(), 0)]
    assert len(stage.asked) == before
    stage.told.clear()
    stage.pictures(PLAIN)
    assert isinstance(stage.told[0], Pictured)


def test_events_of_another_mode_are_past(stage: Stage) -> None:
    """A lift that was reported while a picture was taken ends no later wait."""
    stage.ready()
    stage.hear(Reported(Event.FINGER_OFF), Reported(0x7777))
    stage.pictures(PLAIN)
    stage.takes(UruRegister.MODE, Mode.AWAIT_LIFT)
    assert stage.asked[-1] == WriteRegister(UruRegister.MODE, bytes([Mode.AWAIT_LIFT]))


def test_a_picture_that_is_cut_three_times_was_not_clear(stage: Stage) -> None:
    stage.ready()
    stage.hear(Reported(Event.FINGER_ON))
    stage.takes(UruRegister.MODE, Mode.CAPTURE)
    for count in range(3):
        assert stage.asked[-1] == ReadPicture()
        assert stage.told == [], count
        stage.garble()
    assert stage.told == [NotRecognised(Unclear.POOR)]
    stage.takes(UruRegister.MODE, Mode.AWAIT_LIFT)


def test_silence_is_told_once_and_the_reader_is_started_anew(stage: Stage) -> None:
    stage.ready()
    stage.wait(2.0)  # the proof of life
    assert stage.asked[-1] == ReadRegister(UruRegister.STATUS)
    stage.wait(0.999)
    assert stage.told == []
    stage.wait(0.002)
    assert stage.told == [Away(ReaderTrouble.SILENT)]
    stage.wait(7.0)
    assert stage.told == [Away(ReaderTrouble.SILENT)]
    stage.wait(2.0)
    assert stage.told == [Away(ReaderTrouble.SILENT), Stuck()], "at the fifth"
    stage.told.clear()
    stage.wait(0.5)
    stage.wakes()
    assert stage.told == [Ready(0)]


def test_silence_ends_a_question(stage: Stage) -> None:
    stage.submit(ReadRegister(UruRegister.INFO))
    stage.wait(1.0)
    (failed,) = stage.told
    assert isinstance(failed.error, DeviceNoAnswer)


@pytest.mark.parametrize("value", [0x81, 0x05, 0x80])
def test_a_reader_that_fell_asleep_or_failed_is_away(stage: Stage, value: int) -> None:
    stage.ready()
    stage.wait(2.0)
    stage.status(value)
    assert stage.told == [Away(ReaderTrouble.REFUSED)]


def test_another_trouble_is_told_too_and_the_same_is_not(stage: Stage) -> None:
    stage.ready()
    stage.wait(2.0)
    stage.garble()
    assert stage.told == [Away(ReaderTrouble.GARBLED)]
    stage.wait(1.0)
    stage.garble()
    assert len(stage.told) == 1
    stage.wait(2.5)
    assert stage.told[1:] == [Away(ReaderTrouble.SILENT)]


def test_a_dead_scan_is_forgiven_once(stage: Stage) -> None:
    stage.ready()
    stage.hear(Reported(Event.DEAD_SCAN))
    assert stage.told == []
    stage.wait(1.0)
    stage.hear(Reported(Event.DEAD_SCAN))
    assert stage.told == [Away(ReaderTrouble.GARBLED)]


def test_answers_to_other_questions_are_none(stage: Stage) -> None:
    stage.submit(Watch())
    stage.hear(Value(UruRegister.INFO, INFO), Written(UruRegister.STATUS), PLAIN, Reported(1))
    assert len(stage.asked) == 1
    stage.status(0x81)
    assert len(stage.asked) == 2


# Worked by hand from the sheet: the key 00000010 has bit 4 alone, so its byte is 01, and no bit
# at a tap; shifted it is 00000008, whose bit 3 is a tap (the byte 00), so 1 falls in: 80000004.
KEY = 0x00000010
BYTES = (0x01, 0x00)


def test_a_key_by_hand() -> None:
    scrambled = Picture(2, 7, ((Block.SCRAMBLED, 2),), bytes([0xEE, 0x41, 0x42, *bytes(765)]))
    plain = scrambling.plain(scrambled, (KEY,))
    assert plain[:2] == bytes([0x41 ^ BYTES[0], 0x42 ^ BYTES[1]])
    assert plain[-1] == 0
    assert len(plain) == 768


def test_without_keys_a_picture_stays_as_it_is() -> None:
    noise = bytes(range(256)) * 3
    assert scrambling.plain(Picture(2, 7, ((Block.SCRAMBLED, 2),), noise), ()) == noise


def test_only_noise_in_blocks_that_say_so_is_taken_for_scrambled() -> None:
    def made(flags: Block, *rows: bytes) -> Picture:
        return Picture(len(rows), 7, ((flags, len(rows)),), b"".join(rows))

    alternating = bytes([0, 142] * 192)  # sums of 0 and 284: their variance is 142 squared, 20164
    calm = bytes([0, 70] * 192)  # 70 squared: 4900
    loud = bytes([0, 71] * 192)  # 71 squared: 5041
    assert scrambling.scrambled(made(Block.SCRAMBLED, alternating, alternating))
    assert not scrambling.scrambled(made(Block.SCRAMBLED, calm, calm))
    assert scrambling.scrambled(made(Block.SCRAMBLED, loud, loud))
    assert not scrambling.scrambled(made(Block.KEY_STAYS, loud, loud))
    assert not scrambling.scrambled(made(Block.SCRAMBLED, loud))


def test_each_new_key_has_the_next_number() -> None:
    new, stays = Block.SCRAMBLED | Block.NEW_KEY, Block.KEY_STAYS
    assert scrambling.keys_needed(Picture(3, 254, ((new, 1), (stays, 1), (new, 1)), b"")) == (
        254,
        255,
        0,
    )


def test_keys_are_asked_for_with_a_seed_and_uncovered(stage: Stage) -> None:
    rows = bytes([0, 200] * 192)
    noisy = Picture(2, 7, ((Block.SCRAMBLED, 2),), rows + rows)
    stage.ready()
    stage.pictures(noisy)
    index = stage.asked[-1]
    assert isinstance(index, WriteRegister)
    assert (index.register, index.data[0]) == (UruRegister.SCRAMBLE_INDEX, 7)
    stage.hear(Written(UruRegister.SCRAMBLE_INDEX))
    hidden = int.from_bytes(index.data[1:], "little") ^ KEY
    stage.hear(Value(UruRegister.SCRAMBLE_KEY, hidden.to_bytes(4, "little")))
    (told,) = stage.told
    assert told.capture.grey().pixels[0] == 255 - (200 ^ BYTES[0])


def test_a_register_takes_as_many_bytes_as_it_has() -> None:
    for register, data in ((UruRegister.MODE, b""), (UruRegister.SCRAMBLE_INDEX, bytes(4))):
        with pytest.raises(ValueError, match=f"register {register.name} takes"):
            encode(WriteRegister(register, data))


@pytest.mark.parametrize("lines", [0, 290, 0xFFFF])
def test_a_picture_has_from_one_to_289_lines(lines: int) -> None:
    data = bytearray(64 + 290 * 384)
    data[4:6] = lines.to_bytes(2, "little")
    assert picture(bytes(data)) is None
    data[4:6] = (289).to_bytes(2, "little")
    made = picture(bytes(data))
    assert made is not None
    assert len(made.pixels) == 289 * 384
    assert picture(bytes(data[: 64 + 289 * 384 - 1])) is None


def test_the_table_of_blocks_ends_at_the_first_without_lines() -> None:
    data = bytearray(64 + 384)
    data[4], data[6] = 1, 9
    data[16:22] = bytes([0x82, 1, 0x04, 0, 0x02, 5])
    made = picture(bytes(data))
    assert made is not None
    assert (made.key, made.blocks) == (9, ((Block.NEW_KEY | Block.SCRAMBLED, 1),))
    data[16:46] = bytes([0x02, 200] * 15)
    full = picture(bytes(data))
    assert full is not None
    assert len(full.blocks) == 15


WORDS = [
    (ReadRegister(UruRegister.SCRAMBLE_KEY), "read scramble key"),
    (WriteRegister(UruRegister.MODE, b"\x12"), "write mode: await lift"),
    (WriteRegister(UruRegister.MODE, b"\x13"), "write mode: 13"),
    (ReadPicture(), "give me a picture"),
    (Value(UruRegister.STATUS, b"\x81"), "status is 81"),
    (Value(UruRegister.INFO, INFO), "versions 0501 and 0102"),
    (Value(UruRegister.SCRAMBLE_KEY, b"\1\2\3\4"), "scramble key is a key, hidden"),
    (Written(UruRegister.MODE), "mode written"),
    (Reported(Event.FINGER_ON), "finger on"),
    (Reported(0x7777), "report 7777"),
    (PLAIN, "picture of 3 lines in 1 blocks, key 7"),
    ("else", "else"),
]


@pytest.mark.parametrize(("value", "words"), WORDS)
def test_what_is_said_of_each_value(value: Any, words: str) -> None:
    assert describe(value) == words


def test_records_are_found_in_noise_and_only_where_they_fit() -> None:
    reader = TransferReader({0x81: range(2, 4)})
    assert reader.feed(b"\x81\x04\0\0\0") == [Noise(b"\x81\x04\0\0\0", "no transfer")]
    assert reader.feed(b"\x81\x03") == []
    (found,) = reader.feed(b"\0\0\0abc")
    assert not isinstance(found, Noise)
    assert (found.endpoint, found.data) == (0x81, b"abc")
    assert "abc" not in repr(found)
    assert control_request(bytes(7)) is None
