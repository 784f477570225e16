"""From a card on the reader to what a kiosk may know: keys, dates, and nothing of a person."""

from __future__ import annotations

import faulthandler
import json
import logging
import queue
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from broker.domain.hall import Building
from broker.service.ports import DevicePort
from firmware_mocks.sam import MOCK
from firmware_mocks.sam.people import PrintedCard
from kiosk.input.came import (
    Came,
    CardProblem,
    CardRead,
    CardUnread,
    InputKind,
    InputState,
    InputTrouble,
)
from kiosk.input.cards import CardDesk
from kiosk.input.id_card import IdCard
from kiosk.input.models.sam import DRIVER
from kiosk.input.models.sam.policy import CardPolicy
from kiosk.input.models.sam.session import SamSession
from kiosk.input.person_key import FILE, PersonKeys, keys_in
from kiosk.input.private import Private
from kiosk.input.station import InputStation
from tests.stages.plugged import Socket

BUILDING = Building(id="hall", name="大厅", name_en="Hall")
SECRET = bytes(range(32))
NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
NUMBER = b"110101199001010015"
_CARD_BEGINS = bytes.fromhex("AA AA AA 96 69 05 08")


def card(**changes: Any) -> IdCard:
    usual = IdCard(
        name="张*",
        number="110101********0015",
        identity=Private(NUMBER),
        born=date(1990, 1, 1),
        since=date(2020, 1, 1),
        until=date(2040, 1, 1),
    )
    return replace(usual, **{"identity": Private(NUMBER), **changes})


def desk(now: datetime = NOON) -> CardDesk:
    return CardDesk(BUILDING, PersonKeys(SECRET), lambda: now)


def read(event: object, now: datetime = NOON) -> Came | None:
    return desk(now).read(event)


def test_the_key_is_that_of_a_known_mac() -> None:
    """HMAC-SHA256 over the day, a line's end and the number, reckoned with another program:
    printf '2026-11-27\\n110101199001010015' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001…1f
    """
    (person,) = {read(card()).person}  # type: ignore[union-attr]  # it is a CardRead
    assert person == "1acfd68acf7c030d457f0253995f6ef3"


def test_the_same_person_has_another_key_tomorrow_and_in_another_hall() -> None:
    today, tomorrow = read(card()), read(card(), datetime(2026, 11, 28, 4, 0, tzinfo=UTC))
    elsewhere = CardDesk(BUILDING, PersonKeys(bytes(32)), lambda: NOON).read(card())
    assert isinstance(today, CardRead)
    assert today == read(card())
    assert today not in (tomorrow, elsewhere)
    other = read(card(identity=Private(b"110101199001010023")))
    assert today != other


def test_a_day_begins_where_the_halls_does() -> None:
    """At three in the morning it is still yesterday (day_cutoff 4)."""
    evening, night = (datetime(2026, 11, 27, hour, 0, tzinfo=UTC) for hour in (14, 19))
    assert read(card(), evening) == read(card(), night)
    assert read(card(), datetime(2026, 11, 27, 20, 0, tzinfo=UTC)) != read(card(), night)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"until": date(2026, 11, 26)}, CardProblem.EXPIRED),
        ({"since": date(2026, 11, 28)}, CardProblem.NOT_YET),
        ({"until": date(2026, 11, 27)}, None),
        ({"since": date(2026, 11, 27)}, None),
        ({"until": None}, None),
    ],
)
def test_a_card_is_valid_from_its_first_day_to_its_last(
    changes: dict[str, Any], problem: CardProblem | None
) -> None:
    came = read(card(**changes))
    assert came == CardUnread(problem) if problem else isinstance(came, CardRead)


@pytest.mark.parametrize(
    ("born", "elderly"), [(date(1966, 11, 27), True), (date(1966, 11, 28), False)]
)
def test_who_is_sixty_today_is_elderly(born: date, elderly: bool) -> None:
    came = read(card(born=born))
    assert isinstance(came, CardRead)
    assert came.elderly is elderly


def test_the_number_is_wiped_whatever_becomes_of_the_card() -> None:
    for each in (card(), card(until=date(2021, 1, 1))):
        desk().read(each)
        assert each.identity == Private(bytes(len(NUMBER)))


def test_what_is_no_card_is_told_as_it_is() -> None:
    assert read(CardProblem.LIFTED) == CardUnread(CardProblem.LIFTED)
    state = InputState(InputKind.CARD_READER, InputTrouble.SILENT)
    assert read(state) == state
    assert read("anything else") is None


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = keys_in(tmp_path), keys_in(tmp_path)
    file = tmp_path / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_bytes()) == 32
    assert list(tmp_path.iterdir()) == [file]
    day = date(2026, 11, 27)
    assert first.of(Private(NUMBER), day) == second.of(Private(NUMBER), day)


def test_two_kiosks_that_begin_at_once_have_one_secret(tmp_path: Path) -> None:
    found: list[PersonKeys] = []
    ready = threading.Barrier(8)

    def begin() -> None:
        ready.wait()
        found.append(keys_in(tmp_path))

    threads = [threading.Thread(target=begin, name="kiosk") for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    keys = {each.of(Private(NUMBER), date(2026, 11, 27)) for each in found}
    assert len(found) == 8
    assert len(keys) == 1
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


@pytest.mark.expects_warnings
def test_where_the_disk_takes_nothing_the_kiosk_goes_on(tmp_path: Path) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_bytes(b"")
    first, second = keys_in(nowhere), keys_in(nowhere)
    day = date(2026, 11, 27)
    assert first.of(Private(NUMBER), day) == first.of(Private(NUMBER), day)
    assert first.of(Private(NUMBER), day) != second.of(Private(NUMBER), day)


@pytest.mark.expects_warnings
def test_a_secret_that_is_too_short_is_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"secret")
    day = date(2026, 11, 27)
    known = PersonKeys(b"secret").of(Private(NUMBER), day)
    assert keys_in(tmp_path).of(Private(NUMBER), day) != known


# The whole way: a simulated reader on a cable in memory, the thread that owns it, and the kiosk.


class Reader(Socket):
    def __init__(self) -> None:
        super().__init__(MOCK.make(1, {"fast": "yes"}))

    def tear(self) -> None:
        """The last card comes once more with a bit turned over, and then its first half."""
        with self.guard:
            frame = bytearray(self.passed[self.passed.rindex(_CARD_BEGINS) :][:1295])
            assert self.cable is not None
            frame[900] ^= 1
            self.cable.write(bytes(frame))
            self.cable.write(bytes(frame[:200]))


class Kiosk:
    """Collects what the station posts."""

    def __init__(self, reader: Reader) -> None:
        self.heard: queue.SimpleQueue[Came] = queue.SimpleQueue()
        policy = CardPolicy(pause=0.01, silence=0.5, lifted=0.05, lies=0.02)
        driver = replace(DRIVER, session=lambda _addresses: SamSession(policy), paced=None)
        port: Any = DevicePort("cards", "the test's socket", driver, reader.open)
        self.reader = reader
        self.station = InputStation(
            port, InputKind.CARD_READER, desk().read, self._post, self.heard.put
        )

    def _post(self, handler: Callable[[Any], None], event: Any, /) -> None:
        assert threading.current_thread().name == "input card-reader"
        handler(event)

    def next(self, kind: type[Came]) -> Any:
        while True:
            came = self.heard.get(timeout=60.0)
            if isinstance(came, kind):
                return came

    def state(self, trouble: InputTrouble | None) -> None:
        while self.next(InputState).trouble is not trouble:
            pass


@pytest.fixture
def kiosk() -> Iterator[Kiosk]:
    made = Kiosk(Reader())
    made.station.start()
    yield made
    made.station.stop()
    made.reader.end()


def test_a_card_laid_down_comes_to_the_kiosk(kiosk: Kiosk) -> None:
    kiosk.state(None)
    kiosk.reader.hand("card 李四 19500101")
    came = kiosk.next(CardRead)
    assert came.name == "李*"
    assert came.number.startswith("110101********")
    assert came.elderly
    kiosk.reader.hand("lift")
    kiosk.reader.hand("card 李四 19500101 expired")
    assert kiosk.next(CardUnread).why is CardProblem.EXPIRED


def test_a_card_lifted_in_mid_read(kiosk: Kiosk) -> None:
    kiosk.state(None)
    kiosk.reader.hand("fault lifted")
    kiosk.reader.hand("card 李四")
    assert kiosk.next(CardUnread).why is CardProblem.LIFTED
    kiosk.reader.hand("card 李四")
    assert kiosk.next(CardRead).name == "李*"


@pytest.mark.expects_warnings
def test_a_reader_that_is_away_or_may_not_read_is_told_and_comes_back(kiosk: Kiosk) -> None:
    kiosk.state(None)
    kiosk.reader.hand("fault silent")
    kiosk.state(InputTrouble.SILENT)
    kiosk.reader.hand("fault unauthorised")
    kiosk.state(InputTrouble.NOT_AUTHORISED)
    kiosk.reader.hand("ok")
    kiosk.state(None)
    kiosk.reader.unplug()
    kiosk.state(InputTrouble.UNPLUGGED)
    kiosk.reader.plugged = True
    kiosk.state(None)


def test_nothing_personal_is_in_a_log_a_value_or_a_crash_file(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """A card is read whole, torn, and cut short, while everything is logged. Neither its name nor
    its number stands anywhere afterwards: not as text, not as bytes of it, not in hexadecimal."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("hall.trace").propagate = True
    secret = PrintedCard("李四光明", "19500101")
    kiosk.state(None)
    values: list[Any] = []
    kiosk.reader.hand("card 李四光明 19500101")
    values.append(kiosk.next(CardRead))
    kiosk.reader.hand("lift")
    kiosk.reader.tear()
    kiosk.reader.hand("card 赵一 19600101")
    values.append(kiosk.next(CardRead))
    assert secret.number.encode("utf-16-le") in kiosk.reader.passed, "it was on the wire"
    with (tmp_path / "crash").open("w") as crash:
        faulthandler.dump_traceback(crash, all_threads=True)
    told = "\n".join(
        [
            *(record.getMessage() for record in caplog.records),
            repr(values),
            json.dumps([str(each) for each in values], ensure_ascii=False),
            (tmp_path / "crash").read_text(),
        ]
    )
    assert "noise" in told, "the torn frames were logged"
    for word in ("李四", "四光", secret.number, secret.number[6:14], "19500101", "东城区"):
        for shape in shapes(word):
            assert shape not in told.lower().replace(" ", ""), word


def shapes(word: str) -> list[str]:
    wide, narrow = word.encode("utf-16-le"), word.encode()
    return [word, wide.hex(), narrow.hex(), repr(wide)[2:-1].lower(), repr(narrow)[2:-1].lower()]


def test_the_control_a_name_in_hexadecimal_would_be_seen() -> None:
    assert "李四".encode("utf-16-le").hex() in shapes("李四")
