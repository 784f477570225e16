"""ID card readers without a wire: frames, cards, and a conversation with a clock."""

from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from broker.domain.errors import DeviceNoAnswer, DeviceRefused
from broker.link.base import Noise
from broker.service.driver import LinePace
from broker.service.session import Done, Failed, Report, Write
from firmware_mocks.sam.people import PrintedCard, check_letter
from firmware_mocks.sam.people import text as printed
from kiosk.input.came import CardProblem, InputKind, InputState, InputTrouble
from kiosk.input.id_card import IdCard, adds_up, age, masked_name, masked_number
from kiosk.input.models.sam import DRIVER
from kiosk.input.models.sam.cards import card_of
from kiosk.input.models.sam.codec import CardText, SamAnswer, SamDecoder, SamId, encode
from kiosk.input.models.sam.describing import describe
from kiosk.input.models.sam.policy import CardPolicy
from kiosk.input.models.sam.session import SamSession
from kiosk.input.models.sam.spec import SamRequest
from kiosk.input.private import Private

VECTORS = Path(__file__).parents[1] / "vectors" / "sam.json"
FRAMES = {
    each["name"]: bytes.fromhex(each["hex"])
    for each in json.loads(VECTORS.read_text("utf-8"))["frames"]
}
ZHANG = FRAMES["the invented 张三's card, photo of zeros"]
TEXT = ZHANG[14 : 14 + 256]  # after start, LEN, SW and two counts


def say(name: str) -> Any:
    (value,) = SamDecoder(False).feed(FRAMES[f"say {name}"], 0.0)
    return value


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        (SamRequest.RESET, "reset"),
        (SamRequest.STATUS, "status"),
        (SamRequest.SAM_ID, "sam id"),
        (SamRequest.FIND, "find"),
        (SamRequest.SELECT, "select"),
        (SamRequest.READ, "read base"),
        (SamRequest.READ_ADDRESS, "read new address"),
        (SamRequest.READ_MANAGEMENT, "read mgmt no"),
        (SamRequest.READ_WITH_FINGERPRINT, "read base fp"),
        (SamRequest.BAUD_115200, "baud 115200"),
        (SamRequest.BAUD_57600, "baud 57600"),
        (SamRequest.BAUD_9600, "baud 9600"),
    ],
)
def test_requests_are_those_of_the_sheet(request_: SamRequest, name: str) -> None:
    assert encode(request_) == FRAMES[f"ask {name}"]
    assert SamDecoder(True).feed(FRAMES[f"ask {name}"], 0.0) == [request_]


def test_what_a_reader_says() -> None:
    assert say("find ok") == SamAnswer(0x9F, 4)
    assert say("find none") == SamAnswer(0x80)
    assert say("select ok") == SamAnswer(0x90, 8)
    assert say("status ok") == SamAnswer(0x90)
    assert say("read fail") == SamAnswer(0x41)
    assert say("sam id") == SamId("05.03-20200101-0001234567-0123456789")


def test_a_card_is_read_and_masked() -> None:
    (value,) = SamDecoder(False).feed(ZHANG, 0.0)
    assert isinstance(value, CardText)
    card = card_of(value.text)
    assert isinstance(card, IdCard)
    assert (card.name, card.number) == ("张*", "110101********0015")
    assert bytes(card.identity.view()) == b"110101199001010015"
    assert (card.born, card.since, card.until) == (
        date(1990, 1, 1),
        date(2020, 1, 1),
        date(2040, 1, 1),
    )
    assert describe(value) == "a card: 张* 110101********0015"


def test_a_card_with_fingerprints_is_the_same_card() -> None:
    """SW, three counts, text, photo, and prints of 1,024 bytes."""
    body = bytes.fromhex("00 00 90 01 00 04 00 04 00") + TEXT + bytes(2048)
    covered = (len(body) + 1).to_bytes(2, "big") + body
    check = 0
    for byte in covered:
        check ^= byte
    frame = bytes.fromhex("AA AA AA 96 69") + covered + bytes([check])
    assert len(frame) == 2321
    assert covered[:2] == bytes.fromhex("09 0A")
    assert SamDecoder(False).feed(frame, 0.0) == [CardText(Private(TEXT))]


def test_a_torn_card_shows_nothing_of_itself() -> None:
    torn = bytearray(ZHANG)
    torn[400] ^= 1
    values = SamDecoder(False).feed(bytes(torn), 0.0)
    assert values
    assert all(isinstance(each, Noise) for each in values)
    noise = b"".join(each.data for each in values if isinstance(each, Noise))
    assert len(noise) == len(torn)
    assert noise == torn[:5] + bytes(len(torn) - 5)


def test_half_a_card_is_forgotten_and_shows_nothing() -> None:
    decoder = SamDecoder(False)
    assert decoder.feed(ZHANG[:700], 0.0) == []
    values = decoder.feed(FRAMES["say find none"], 1.0)
    assert values == [Noise(ZHANG[:5] + bytes(695), "cut short"), SamAnswer(0x80)]


def test_the_buffer_is_wiped_when_a_card_was_taken_out() -> None:
    decoder = SamDecoder(False)
    decoder.feed(ZHANG + ZHANG[:300], 0.0)
    assert TEXT[:40] in bytes(decoder._buffer)  # the half that has come
    decoder.feed(ZHANG[300:], 0.0)
    assert not any(decoder._buffer)


# 11010519491231002X and 440524188001010014 stand in GB 11643-1999 as examples.
@pytest.mark.parametrize("number", [b"11010519491231002X", b"440524188001010014"])
def test_the_check_digit_of_the_standard(number: bytes) -> None:
    assert adds_up(memoryview(number))
    for place in range(len(number)):
        for digit in b"0123456789":
            other = number[:place] + bytes([digit]) + number[place + 1 :]
            assert adds_up(memoryview(other)) == (other == number)
    assert check_letter(number[:17].decode()) == number[17:].decode()


@pytest.mark.parametrize(
    "number", [b"", b"11010519491231002", b"11010519491231002x", b"1101051949123100 X"]
)
def test_what_is_no_number_does_not_add_up(number: bytes) -> None:
    assert not adds_up(memoryview(number))


@pytest.mark.parametrize(
    ("first", "letters", "masked"),
    [
        ("张", 2, "张*"),
        ("张", 3, "张**"),
        ("J", 20, "J***"),
        ("张", 1, "张*"),
        ("\x07", 2, "**"),
        (" ", 0, "**"),
    ],
)
def test_of_a_name_its_first_letter_is_shown(first: str, letters: int, masked: str) -> None:
    assert masked_name(first, letters) == masked


def test_of_a_number_its_ends_are_shown() -> None:
    assert masked_number(memoryview(b"11010519491231002X")) == "110105********002X"
    assert masked_number(memoryview(b"USA110000000000")) == "US***********00"


def test_a_year_is_over_on_the_birthday() -> None:
    assert age(date(1966, 11, 28), date(2026, 11, 27)) == 59
    assert age(date(1966, 11, 27), date(2026, 11, 27)) == 60
    assert age(date(1964, 2, 29), date(2026, 2, 28)) == 61
    assert age(date(1964, 2, 29), date(2026, 3, 1)) == 62


# Cards of the simulated reader, which was written a second time from the sheet.
@pytest.mark.parametrize(
    ("kind", "name", "number"),
    [
        ("", "李*", "110101********"),
        ("J", "李*", "810000********"),
        ("Y", "李*", "911840********"),
        ("I", "李*", "US***********00"),
    ],
)
def test_every_kind_of_card_is_read(kind: str, name: str, number: str) -> None:
    printed_card = PrintedCard("李四", "19500203", kind)
    card = card_of(Private(printed(printed_card)))
    assert isinstance(card, IdCard)
    assert card.name == name
    assert card.number.startswith(number)
    assert card.born == date(1950, 2, 3)
    assert bytes(card.identity.view()).decode() == printed_card.number


@pytest.mark.parametrize("kind", ["I", "Y"])
def test_a_foreigner_without_a_chinese_name_has_the_other(kind: str) -> None:
    card = card_of(Private(printed(PrintedCard("", "19700101", kind))))
    assert isinstance(card, IdCard)
    assert card.name == "I***"  # INVENTED, PERSON


def test_a_rare_character_of_two_halves_is_one_letter() -> None:
    card = card_of(Private(printed(PrintedCard("𠮷三"))))
    assert isinstance(card, IdCard)
    assert card.name == "𠮷*"


def test_a_card_for_ever_has_no_end() -> None:
    card = card_of(Private(printed(PrintedCard("李四", until="长期"))))
    assert isinstance(card, IdCard)
    assert card.until is None


@pytest.mark.parametrize(
    ("at", "put", "problem"),
    [
        (248, "X", CardProblem.UNKNOWN_KIND),
        (248, "长", CardProblem.UNKNOWN_KIND),
        (122, "2", CardProblem.MISREAD),  # the number no longer adds up
        (122, "张", CardProblem.MISREAD),
        (36, "A", CardProblem.MISREAD),
        (44, "99", CardProblem.MISREAD),  # the month
        (188, "张", CardProblem.MISREAD),
        (204, " ", CardProblem.MISREAD),
    ],
)
def test_what_does_not_add_up_is_no_card(at: int, put: str, problem: CardProblem) -> None:
    text = bytearray(TEXT)
    text[at : at + 2 * len(put)] = put.encode("utf-16-le")
    assert card_of(Private(text)) is problem


def test_no_date_that_is_none_is_believed() -> None:
    for text in ("20230229", "00000101", "2023022 ", "²0230101"):
        card = bytearray(TEXT)
        card[36:52] = text.encode("utf-16-le")
        assert card_of(Private(card)) is CardProblem.MISREAD


def test_private_bytes_are_shown_and_kept_nowhere() -> None:
    held = Private(b"110101199001010015")
    assert repr(held) == str(held) == "<18 private bytes>"
    assert "1990" not in repr(CardText(held))
    with pytest.raises(TypeError):
        pickle.dumps(held)
    assert held == Private(b"110101199001010015")
    assert hash(held) == hash(Private(bytes(18)))
    assert held != b"110101199001010015"
    held.wipe()
    assert held == Private(bytes(18))
    with pytest.raises(TypeError):
        held.view()[0] = 1


# The conversation. A reader is played by hand: what it is asked, and what it says.


class Played:
    """A session, and what it has reported."""

    def __init__(self, policy: CardPolicy | None = None) -> None:
        self.session = SamSession(policy or CardPolicy())
        self.now = 100.0
        self.asked: list[bytes] = []
        self.news: list[Any] = []
        self.ends: list[Any] = []

    def do(self, actions: list[Any]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    self.asked.append(data)
                case Report(event):
                    self.news.append(event)
                case _:
                    self.ends.append(action)

    def open(self) -> Played:
        self.do(self.session.opened(self.now))
        return self

    def says(self, *names: str) -> Played:
        for name in names:
            self.hears(FRAMES[f"say {name}"])
        return self

    def hears(self, frame: bytes) -> Played:
        for value in SamDecoder(False).feed(frame, self.now):
            assert not isinstance(value, Noise)
            self.do(self.session.receive(value, self.now))
        return self

    def waits(self, seconds: float = 0.0) -> Played:
        """So long; without a figure until it next does something."""
        at = self.session.next_wakeup()
        assert at is not None
        end = self.now + seconds if seconds else max(at, self.now)
        while (at := self.session.next_wakeup()) is not None and at <= end:
            self.now = max(self.now, at)
            self.do(self.session.tick(self.now))
        self.now = end
        return self

    def asks(self, request: SamRequest) -> Played:
        """Until it asks this, and waits for the answer."""
        while self.session._asked is not request:
            self.waits()
        return self

    @property
    def last(self) -> SamRequest:
        (request,) = SamDecoder(True).feed(self.asked[-1], 0.0)
        assert isinstance(request, SamRequest)
        return request

    def cards(self) -> list[Any]:
        return [each for each in self.news if not isinstance(each, InputState)]

    def states(self) -> list[Any]:
        return [each.trouble for each in self.news if isinstance(each, InputState)]


def ready(policy: CardPolicy | None = None) -> Played:
    """A reader that is well, and was just asked for a card."""
    return Played(policy).open().says("status ok").waits()


def read(played: Played, frame: bytes = ZHANG) -> Played:
    return played.says("find ok", "select ok").hears(frame)


def test_a_card_is_found_selected_and_read() -> None:
    played = ready()
    assert played.states() == [None]
    assert played.last is SamRequest.FIND
    played.says("find ok")
    assert played.last is SamRequest.SELECT
    played.says("select ok")
    assert played.last is SamRequest.READ
    played.hears(ZHANG)
    (card,) = played.cards()
    assert card.number == "110101********0015"
    assert played.states() == [None]


def test_a_card_that_lies_there_is_told_once_though_it_is_found_again() -> None:
    played = read(ready())
    for _ in range(40):
        played.waits()
        if played.last is SamRequest.FIND:
            played.says("find ok")
        if played.last is SamRequest.SELECT:
            played.says("select ok").hears(ZHANG)
    assert len(played.cards()) == 1
    assert played.asked.count(FRAMES["ask read base"]) > 1  # it was looked at again


def test_a_card_that_lies_there_is_told_once_though_it_is_not_found_again() -> None:
    played = read(ready())
    for _ in range(40):
        played.waits().says("find none")
    assert len(played.cards()) == 1


def test_a_card_that_was_lifted_and_laid_again_is_told_again() -> None:
    played = read(ready())
    for _ in range(40):
        played.waits().says("find none")
    read(played.waits())
    assert len(played.cards()) == 2


def test_another_card_is_told_at_once() -> None:
    played = read(ready())
    other = bytearray(ZHANG)
    other[14] ^= 2  # its name
    other[-1] ^= 2
    played.waits().says("find none")
    read(played.waits(), bytes(other))
    assert len(played.cards()) == 2


def test_a_card_lifted_in_mid_read_is_said_to_be() -> None:
    played = ready().says("find ok", "select ok", "read fail")
    assert played.cards() == []
    assert played.last is SamRequest.FIND  # at once: is it there still?
    played.says("find none")
    assert played.cards() == [CardProblem.LIFTED]
    played.waits().says("find none").waits().says("find none")
    assert played.cards() == [CardProblem.LIFTED]  # once
    read(played.waits())
    assert len(played.cards()) == 2  # and laid again it is read


def test_a_card_lifted_before_it_was_selected_likewise() -> None:
    played = ready().says("find ok", "select fail", "find none")
    assert played.cards() == [CardProblem.LIFTED]


def test_a_reader_that_falls_silent_in_mid_read_is_asked_again() -> None:
    played = ready().says("find ok", "select ok")
    played.waits()
    assert played.now - 100.0 > 2.0  # the sheet's patience with a read
    assert played.last is SamRequest.FIND
    for _ in range(30):
        played.asks(SamRequest.FIND).says("find ok")
        if played.last is SamRequest.SELECT:
            break
    assert played.now - 102.0 >= 3.0  # what is owed may be another's
    played.says("select ok").hears(ZHANG)
    assert len(played.cards()) == 1


def test_a_read_that_was_given_up_and_comes_is_nobodys() -> None:
    played = ready().says("find ok", "select ok").waits(2.0)
    played.says("find none").waits()
    played.hears(ZHANG)  # of whom the card was that lay there then
    assert played.cards() == [CardProblem.LIFTED]
    other = bytearray(ZHANG)
    other[14] ^= 2
    other[-1] ^= 2
    read(played.asks(SamRequest.FIND), bytes(other))
    assert len(played.cards()) == 2


def test_a_card_that_cannot_be_read_three_times_is_told_once() -> None:
    played = ready()
    for _ in range(3):
        played.says("find ok", "select ok", "read fail")
    assert played.cards() == [CardProblem.MISREAD]
    assert played.states() == [None]
    for _ in range(5):
        played.waits().says("find ok")  # it lies there, and is left alone for a while
    assert played.cards() == [CardProblem.MISREAD]


def test_three_cards_that_cannot_be_read_are_the_readers_trouble() -> None:
    played = ready()
    for _ in range(3):
        for _ in range(3):
            played.says("find ok", "select ok", "read fail")
        played.waits(2.5).asks(SamRequest.FIND)
    assert played.states() == [None, InputTrouble.UNREADABLE]
    read(played)
    assert played.states() == [None, InputTrouble.UNREADABLE, None]


def test_a_reader_that_brings_no_card_to_its_end_and_tells_of_it_once_is_in_trouble() -> None:
    """Most readers say "none" of a card that lies there still: each of them looks lifted."""
    played = ready()
    for _ in range(3):
        assert played.states() == [None]
        played.says("find ok", "select ok").waits(2.0)  # and nothing comes
        for _ in range(20):
            played.says("find none").waits()
    assert played.cards() == [CardProblem.LIFTED] * 3
    assert played.states() == [None, InputTrouble.UNREADABLE]
    read(played)
    assert played.states() == [None, InputTrouble.UNREADABLE, None]


def test_cards_that_people_lift_too_soon_are_no_trouble_of_the_reader() -> None:
    played = ready()
    for _ in range(5):
        played.says("find ok", "select ok", "read fail", "find none").waits()
    assert played.cards() == [CardProblem.LIFTED] * 5
    assert played.states() == [None]


def test_a_silent_reader_is_told_after_a_while_and_when_it_is_back() -> None:
    played = ready()
    played.waits(2.5)
    assert played.states() == [None]
    played.waits(1.5)
    assert played.states() == [None, InputTrouble.SILENT]
    assert played.last is SamRequest.STATUS
    played.waits(60.0)
    assert played.states() == [None, InputTrouble.SILENT]
    played.asks(SamRequest.STATUS).says("status ok")
    assert played.states() == [None, InputTrouble.SILENT, None]


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("no permission", InputTrouble.NOT_AUTHORISED),
        ("selftest fail", InputTrouble.SELF_TEST),
    ],
)
def test_a_reader_that_may_not_or_cannot_says_so(name: str, trouble: InputTrouble) -> None:
    played = Played().open().says(name)
    assert played.states() == [trouble]
    played.waits()
    assert played.last is SamRequest.STATUS  # it is asked how it is, and for no card
    played.says(name)
    assert played.states() == [trouble]
    played.waits().says("status ok").waits()
    assert played.states() == [trouble, None]
    assert played.last is SamRequest.FIND


def test_an_answer_to_an_earlier_question_is_passed_over() -> None:
    played = ready().says("find ok")
    assert played.last is SamRequest.SELECT
    played.says("find none", "find ok", "read fail").hears(ZHANG)
    assert played.last is SamRequest.SELECT
    assert played.cards() == []
    played.says("select ok")
    assert played.last is SamRequest.READ
    played.says("select ok", "find none", "select fail", "status ok")
    assert played.last is SamRequest.READ
    played.hears(ZHANG)
    assert len(played.cards()) == 1


def test_the_text_is_wiped_when_it_was_told_or_passed_over() -> None:
    session = SamSession()
    session.opened(0.0)
    late = CardText(Private(TEXT))
    session.receive(late, 0.0)
    assert late == CardText(Private(bytes(256)))
    played = ready().says("find ok", "select ok")
    told = CardText(Private(TEXT))
    played.do(played.session.receive(told, played.now))
    assert len(played.cards()) == 1
    assert told == CardText(Private(bytes(256)))


def test_whoever_asks_for_the_sam_is_told() -> None:
    played = Played()
    played.do(played.session.submit(SamRequest.SAM_ID, 100.0))
    assert played.asked == [FRAMES["ask sam id"]]
    played.says("sam id")
    identity = SamId("05.03-20200101-0001234567-0123456789")
    assert played.ends == [Done(SamRequest.SAM_ID, identity)]
    assert describe(identity) == "SAM 05.03-20200101-0001234567-0123456789"
    assert played.session.next_wakeup() is None  # nobody opened it: it looks for no card


def test_whoever_asks_is_told_of_silence_and_of_refusals() -> None:
    played = Played()
    played.do(played.session.submit(SamRequest.SAM_ID, 100.0))
    played.waits().waits().waits()
    (end,) = played.ends
    assert isinstance(end, Failed)
    assert isinstance(end.error, DeviceNoAnswer)
    assert played.asked == [FRAMES["ask sam id"]] * 3
    played.do(played.session.submit(SamRequest.SAM_ID, 200.0))
    played.says("no permission")
    assert isinstance(played.ends[-1].error, DeviceRefused)
    assert str(played.ends[-1].error) == "the SAM is not authorised"


def test_whoever_asks_in_the_middle_of_a_read_waits_for_its_end() -> None:
    played = ready().says("find ok")
    played.do(played.session.submit(SamRequest.SAM_ID, played.now))
    assert played.last is SamRequest.SELECT
    played.says("select ok").hears(ZHANG)
    assert played.last is SamRequest.SAM_ID
    played.says("sam id")
    assert len(played.ends) == len(played.cards()) == 1
    assert played.waits().last is SamRequest.FIND


def test_a_port_that_is_gone_ends_what_was_asked() -> None:
    played = ready()
    played.do(played.session.submit(SamRequest.SAM_ID, played.now))
    played.do(played.session.closed(played.now))
    assert isinstance(played.ends[0].error, DeviceNoAnswer)
    assert played.session.next_wakeup() is None
    played.open()
    assert played.last is SamRequest.STATUS


def test_a_slow_line_is_waited_for() -> None:
    slow = CardPolicy().paced(LinePace(patience=2.0))
    assert slow.patience(SamRequest.FIND) == 2.0
    assert slow.patience(SamRequest.READ) == 4.0
    assert slow.silence == 6.0
    assert slow.owed == 5.0
    assert CardPolicy().paced(LinePace(baud=9600)) == CardPolicy()
    assert DRIVER.paced is not None
    assert DRIVER.paced((1,), LinePace(patience=2.0)) is not None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (SamAnswer(0x9F, 4), "a card is there (4 bytes)"),
        (SamAnswer(0x80), "no card is there"),
        (SamAnswer(0x5B), "unknown code 5B"),
        (SamRequest.READ_WITH_FINGERPRINT, "read with fingerprint"),
        (CardText(Private(bytes(256))), "a card: unknown-kind"),
        (InputState(InputKind.CARD_READER, InputTrouble.SILENT), "silent"),
        (InputState(InputKind.CARD_READER), "ready"),
        (Noise(b"\xaa" * 3, "no frame"), "noise, 3 bytes: no frame"),
        (CardProblem.LIFTED, "<CardProblem.LIFTED: 'lifted'>"),
    ],
)
def test_values_are_said_in_a_line(value: Any, words: str) -> None:
    assert describe(value) == words
