"""Scanners without a kernel: keys and bytes, a conversation, where a code leads on the screens."""

from __future__ import annotations

import errno
import os
import queue
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from broker.domain.alerts import AlertCode
from broker.domain.checking.input_places import InputPlace, input_place
from broker.domain.checking.ports import misplaced, one_spelling
from broker.domain.errors import LinkClosed, LinkMissing
from broker.domain.slips import slip_link
from broker.link.input_device import InputLink, open_input
from broker.link.input_event import InputEvent
from broker.service.ports import DevicePort, open_for
from broker.service.session import Done, Failed, Report
from firmware_mocks.firmware import Mock, Send
from firmware_mocks.hosting.pty_end import PtyEnd
from firmware_mocks.scanner import KEYS as GUN
from firmware_mocks.scanner import LINES as PORT_GUN
from kiosk.input.came import Came, CodeRead, InputKind, InputState, InputTrouble
from kiosk.input.driver import ScannerDriver
from kiosk.input.models.scanner.codec import KeyDecoder, LineDecoder
from kiosk.input.models.scanner.observing import AwaitCode, AwaitingSession
from kiosk.input.models.scanner.session import AGAIN, ScannerSession
from kiosk.input.models.scanner.spec import MOST, STALE
from kiosk.input.scanner import KEYS, LINES, describe
from kiosk.input.station import InputStation
from kiosk.ticket import screens
from kiosk.ticket.events import Press, SlipGiven
from kiosk.ticket.scans import meant_by
from kiosk.ticket.screens import HOME, Cannot, Progress, WhyCannot
from kiosk.ticket.slip_links import SlipLinks
from tests.stages.halls import small_hall
from tests.unit.kiosk_visitor import Visitor

HALL = small_hall()
SYN = InputEvent(0, 0, 0)
DROPPED = InputEvent(0, 3, 0)
ENTER, TAB, SHIFT, PAD_ENTER = 28, 15, 42, 96
# By hand from input-event-codes.h: KEY_A 30, KEY_0 11, KEY_7 8, KEY_H 35, KEY_SLASH 53, KEY_DOT 52
A, ZERO, SEVEN = 30, 11, 8


def down(key: int) -> InputEvent:
    return InputEvent(1, key, 1)


def up(key: int) -> InputEvent:
    return InputEvent(1, key, 0)


def pressed(*keys: int) -> tuple[InputEvent, ...]:
    return tuple(event for key in keys for event in (down(key), SYN, up(key), SYN))


A007 = (down(SHIFT), SYN, *pressed(A), up(SHIFT), SYN, *pressed(ZERO, ZERO, SEVEN))
WHOLE = (*A007, *pressed(ENTER))


def read(*bursts: Sequence[InputEvent], gap: float = 0.0) -> list[Any]:
    decoder = KeyDecoder(False)
    return [
        value for nth, burst in enumerate(bursts) for value in decoder.feed(tuple(burst), nth * gap)
    ]


def texts(values: Iterable[Any]) -> list[str]:
    return [each.text if isinstance(each, CodeRead) else f"!{each.reason}" for each in values]


def test_keys_become_a_code_in_any_slicing() -> None:
    assert texts(read(WHOLE)) == ["A007"]
    assert texts(read(*([each] for each in WHOLE))) == ["A007"]
    assert texts(read((*WHOLE, *WHOLE))) == ["A007", "A007"]
    for at in range(1, len(WHOLE)):
        assert texts(read(WHOLE[:at], WHOLE[at:], gap=STALE)) == ["A007"]


@pytest.mark.parametrize("end", [ENTER, TAB, PAD_ENTER])
def test_enter_that_of_the_keypad_and_tab_end_a_code(end: int) -> None:
    assert texts(read((*A007, *pressed(end)))) == ["A007"]


def test_an_end_alone_is_no_code() -> None:
    assert read(pressed(ENTER, ENTER, TAB)) == []


def test_every_sign_of_a_us_keyboard_is_read() -> None:
    """As the simulated scanner types it, which was written apart."""
    signs = "".join(map(chr, range(33, 127)))
    (show, send) = GUN.make(1, {}).hand(["code", signs], 0.0)
    assert isinstance(send, Send)
    assert texts(KeyDecoder(False).feed(events(send.data), 0.0)) == [signs]
    assert show.detail == {"characters": len(signs)}  # type: ignore[union-attr]  # a Show


def test_the_keypad_has_digits() -> None:
    assert texts(read(pressed(79, 80, 81, 75, 76, 77, 71, 72, 73, 82, PAD_ENTER))) == ["1234567890"]


def events(data: bytes) -> tuple[InputEvent, ...]:
    """The kernel's records on a machine of 64 bits: time in 16 bytes, type, code, value."""
    return tuple(
        InputEvent(
            int.from_bytes(data[at + 16 : at + 18], "little"),
            int.from_bytes(data[at + 18 : at + 20], "little"),
            int.from_bytes(data[at + 20 : at + 24], "little", signed=True),
        )
        for at in range(0, len(data), 24)
    )


# hostile cables


def test_half_a_code_is_dropped_after_silence() -> None:
    assert texts(read(A007, WHOLE, gap=STALE + 0.01)) == ["!cut short", "A007"]


def test_a_key_that_sticks_is_one_key() -> None:
    stuck = (down(A), *[InputEvent(1, A, 2), SYN] * 50)
    assert texts(read((*stuck, *pressed(SEVEN, ENTER)))) == ["a7"]


def test_a_shift_whose_release_is_lost_spoils_one_code_alone() -> None:
    lost = (down(SHIFT), SYN, *pressed(A, SEVEN, ENTER))
    assert texts(read((*lost, *pressed(A, SEVEN, ENTER)))) == ["A&", "a7"]


def test_releases_that_are_lost_cost_nothing() -> None:
    assert texts(read([each for each in pressed(A, SEVEN, ENTER) if each.value != 0])) == ["a7"]


def test_events_that_the_kernel_dropped_cost_the_code_and_no_other() -> None:
    torn = (*A007, DROPPED, down(A), SYN, *pressed(SEVEN, ENTER))
    assert texts(read((*torn, *WHOLE))) == ["!events lost", "A007"]


def test_keys_that_mean_no_character_cost_the_code() -> None:
    f1 = 59
    assert texts(read((*pressed(A, f1, ENTER), *WHOLE))) == ["!unknown key", "A007"]


def test_ten_thousand_events_are_no_code_and_keep_no_memory() -> None:
    burst = pressed(*[9] * 10_000)
    decoder = KeyDecoder(False)
    assert decoder.feed(burst, 0.0) == []
    assert len(decoder._code._text) <= MOST
    assert texts(decoder.feed((*pressed(ENTER), *WHOLE), 0.0)) == ["!too long", "A007"]


def by_alt(number: str) -> tuple[InputEvent, ...]:
    """A character typed as Alt and its decimal number on the keypad."""
    pad = {"0": 82, "1": 79, "2": 80, "3": 81, "4": 75, "5": 76, "6": 77, "7": 71, "8": 72, "9": 73}
    return (down(ALT), SYN, *pressed(*(pad[each] for each in number)), up(ALT), SYN)


ALT = 56


def test_a_scanner_that_types_by_alt_and_digits_is_read() -> None:
    assert texts(read((*by_alt("65"), *by_alt("048"), *by_alt("0055"), *pressed(ENTER)))) == ["A07"]
    assert texts(read((*pressed(A), *by_alt("65"), *pressed(SEVEN, ENTER)))) == ["aA7"]
    assert texts(read((down(ALT), up(ALT), *WHOLE))) == ["A007"]  # Alt alone is nothing


@pytest.mark.parametrize("number", ["0214", "31", "127", "9" * 40])
def test_a_number_that_each_code_page_reads_otherwise_costs_the_code_and_says_so(
    number: str,
) -> None:
    told = "!typed by Alt and a number of some code page"
    assert texts(read((*by_alt(number), *pressed(ENTER), *WHOLE))) == [told, "A007"]


def test_an_alt_whose_release_is_lost_costs_no_second_code() -> None:
    lost = by_alt("65")[:-2]
    assert texts(read((*lost, *pressed(ENTER), *WHOLE))) == ["A", "A007"]
    assert texts(read((down(ALT), *pressed(A, ENTER), *WHOLE))) == ["!unknown key", "A007"]


def test_what_is_no_key_is_no_character() -> None:
    """The kernel tells of each key by its scan code, too (EV_MSC), and of lamps."""
    beside = [InputEvent(kind, A, 1) for kind in (2, 3, 4, 17)]
    assert texts(read((*beside, *WHOLE, *beside, *WHOLE))) == ["A007", "A007"]


def test_noise_and_descriptions_show_nothing_of_a_code() -> None:
    code = CodeRead("110101199001010015")
    (noise,) = read((*pressed(A, 59, ENTER),))
    assert noise.data == b""
    assert "1101" not in repr(code) + describe(code) + describe(noise)
    assert "18" in describe(code)


# a serial port


def lines(*bursts: bytes, gap: float = 0.0) -> list[str]:
    decoder = LineDecoder(False)
    return texts(v for nth, each in enumerate(bursts) for v in decoder.feed(each, nth * gap))


def test_bytes_become_a_code_in_any_slicing() -> None:
    said = "镇赉 A007\nB\r".encode()
    assert lines(said) == ["镇赉 A007\nB"]
    assert lines(*(bytes([each]) for each in said)) == ["镇赉 A007\nB"]
    assert lines(said + b"\n" + said) == ["镇赉 A007\nB"] * 2


def test_bytes_that_are_no_text_and_half_a_code_are_noise() -> None:
    assert lines(b"\xff\xfe\r", b"A007\r") == ["!no text", "A007"]
    assert lines(b"A0", b"B001\r", gap=STALE + 0.01) == ["!cut short", "B001"]
    assert lines(b"8" * 10_000 + b"\r" + b"A007\r") == ["!too long", "A007"]


@pytest.mark.parametrize("text", ["A007", "预约 123456"])
def test_the_simulated_scanner_at_a_port_says_what_is_held_before_it(text: str) -> None:
    _, send = PORT_GUN.make(1, {}).hand(["code", *text.split()], 0.0)
    assert isinstance(send, Send)
    assert lines(send.data) == [text]


# the conversation


def test_the_same_code_held_there_is_told_once() -> None:
    session = ScannerSession()
    assert session.opened(0.0) == [Report(InputState(InputKind.SCANNER))]
    code, other = CodeRead("A007"), CodeRead("A008")
    assert session.receive(code, 1.0) == [Report(code)]
    assert session.receive(code, 1.0 + AGAIN / 2) == []
    assert session.receive(code, 1.0 + AGAIN) == []  # it never went
    assert session.receive(other, 1.1 + AGAIN) == [Report(other)]
    assert session.receive(code, 1.2 + AGAIN) == [Report(code)]
    assert session.receive(code, 1.3 + 2 * AGAIN) == [Report(code)]


def test_nothing_is_asked_of_a_scanner() -> None:
    with pytest.raises(ValueError, match="takes no"):
        ScannerSession().submit("read", 0.0)
    assert KEYS.encode is LINES.encode is None


def test_who_installs_one_holds_any_code_before_it() -> None:
    session, asked = AwaitingSession(), AwaitCode()
    assert session.receive(CodeRead("early"), 0.0) == []
    assert session.submit(asked, 1.0) == []
    assert session.next_wakeup() == 31.0
    assert session.tick(30.9) == []
    assert session.receive(CodeRead("A007"), 30.9) == [Done(asked, CodeRead("A007"))]
    assert (session.next_wakeup(), session.tick(99.0)) == (None, [])
    session.submit(asked, 100.0)
    (failed,) = session.tick(130.0)
    assert isinstance(failed, Failed)
    assert "Enter" in str(failed.error)


# the wire


class Pipe:
    """A source in a test's hand."""

    def __init__(self) -> None:
        self.file, self._in = os.pipe()
        self.events: list[InputEvent] = []
        self.closed = self.gone = False

    def fileno(self) -> int:
        return self.file

    def say(self, *events: InputEvent) -> None:
        self.events += events
        os.write(self._in, b"!")

    def unplug(self) -> None:
        self.gone = True
        os.write(self._in, b"!")

    def read(self) -> Sequence[InputEvent]:
        os.read(self.file, 1)
        if self.gone:
            raise OSError(errno.ENODEV, "No such device")
        said, self.events = self.events, []
        return said

    def close(self) -> None:
        self.closed = True
        os.close(self.file)
        os.close(self._in)


def test_of_two_nodes_one_gives_keys_and_both_are_held() -> None:
    mute, speaking = Pipe(), Pipe()
    link = InputLink("evdev:usb:1234:5678", [mute, speaking])
    speaking.say(*WHOLE)
    assert link.read(60.0) == WHOLE
    assert link.read(0.0) == ()
    mute.unplug()
    with pytest.raises(LinkClosed, match="unplugged"):
        link.read(60.0)
    link.close()
    link.close()
    assert mute.closed
    assert speaking.closed
    with pytest.raises(LinkClosed, match="closed"):
        link.write(())


def test_a_simulated_scanner_on_a_terminal_is_read_like_a_node(tmp_path: Path) -> None:
    end = PtyEnd(tmp_path / "tty")
    link = open_input(end.place, 9600)
    _, send = GUN.make(1, {}).hand(["code", "A007"], 0.0)
    assert isinstance(send, Send)
    decoder, found = KeyDecoder(False), list[Any]()
    end.write(send.data[:100])
    end.write(send.data[100:])
    while not found:
        found += decoder.feed(link.read(60.0), 0.0)
    assert texts(found) == ["A007"]
    end.wake()
    end.close()
    with pytest.raises(LinkClosed):
        link.read(60.0)
    link.close()


def test_what_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    for place in (str(tmp_path / "none"), "/dev/input/by-id/none", "evdev:No such scanner"):
        with pytest.raises(LinkMissing, match="plug it in"):
            open_input(place, 0)


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("evdev:usb:0C2E:0b61", InputPlace(ids=(0x0C2E, 0x0B61))),
        ("evdev:/dev/input/by-id/x-event-kbd", InputPlace(path="/dev/input/by-id/x-event-kbd")),
        ("/dev/input/event3", InputPlace(path="/dev/input/event3")),
        ("evdev:Honeywell Scanner: 1", InputPlace(name="Honeywell Scanner: 1")),
        ("evdev:", None),
        ("evdev:usb:12:5", None),
        ("evdev:/tmp/x", None),
        ("tty/scanner", None),
    ],
)
def test_places(place: str, meant: InputPlace | None) -> None:
    assert input_place(place) == meant
    if place.startswith("evdev:"):
        assert (misplaced(place) is None) == (meant is not None)
        assert one_spelling(place)


@pytest.mark.expects_warnings
@pytest.mark.parametrize(("driver", "gun"), [(KEYS, GUN), (LINES, PORT_GUN)])
def test_a_code_comes_to_the_kiosk_and_the_scanner_comes_back(
    tmp_path: Path, driver: ScannerDriver, gun: Mock
) -> None:
    """The whole way from a simulated scanner's terminal, with the cable pulled between."""
    place = tmp_path / "scanner"
    heard: queue.SimpleQueue[Came] = queue.SimpleQueue()
    port: Any = DevicePort("codes", str(place), driver, lambda: open_for(driver, str(place), None))
    station = InputStation(
        port, InputKind.SCANNER, lambda event: event, lambda to, it: to(it), heard.put
    )

    def scan(end: PtyEnd, text: str) -> None:
        _, send = gun.make(1, {}).hand(["code", text], 0.0)
        assert isinstance(send, Send)
        end.write(send.data)

    end = PtyEnd(place)
    station.start()
    assert heard.get(timeout=60.0) == InputState(InputKind.SCANNER)
    scan(end, "A007")
    assert heard.get(timeout=60.0) == CodeRead("A007")
    end.wake()
    end.close()
    assert heard.get(timeout=60.0) == InputState(InputKind.SCANNER, InputTrouble.UNPLUGGED)
    end = PtyEnd(place)
    assert heard.get(timeout=60.0) == InputState(InputKind.SCANNER)
    scan(end, "A007")
    assert heard.get(timeout=60.0) == CodeRead("A007")
    station.stop()
    end.wake()
    end.close()


# what a code does at a kiosk

SLIP = "测试大厅\nA007 甲\n11月23日 09:00\n2 号窗口"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (SLIP, Progress("A007")),
        ("A007", Progress("A007")),
        ("A9001 甲", Progress("A9001")),
        ("C007", None),  # no queue has this letter
        ("A0071234", None),
        ("https://elsewhere.example/A007", None),
        ("110101199001010015", None),
        ("x\ny\nA007", None),
        ("\n", None),
    ],
)
def test_what_a_code_means(text: str, meant: Progress | None) -> None:
    assert meant_by(text, HALL) == meant


def test_the_link_of_a_slip_leads_to_where_its_number_is_typed() -> None:
    hall = replace(HALL, hall=replace(HALL.hall, public_url="https://hall.example/t"))
    assert meant_by("https://hall.example/t/abc", hall) == Progress()


def test_a_slip_leads_to_its_progress_and_back() -> None:
    visitor = Visitor()
    visitor.happens(CodeRead(SLIP))
    assert visitor.flow.screen == Progress("A007")
    visitor.touch(Press.BACK)
    assert visitor.flow.screen == HOME


def test_what_means_nothing_is_said_gently_and_kept_nowhere() -> None:
    visitor = Visitor()
    visitor.happens(CodeRead("110101199001010015"))
    assert visitor.flow.screen == Cannot(WhyCannot.UNKNOWN_CODE)
    assert visitor.desk.asked == []
    visitor.touch(Press.HOME)
    assert visitor.flow.screen == HOME


@pytest.mark.parametrize("order", [("?", "A007", "?"), ("A007", "?", "?"), ("?", "?", "A007")])
def test_a_scanner_that_types_says_the_lines_of_a_slip_one_by_one(order: tuple[str, ...]) -> None:
    visitor = Visitor()
    for line in order:
        visitor.happens(CodeRead(line))
    assert visitor.flow.screen == Progress("A007")
    visitor.touch(Press.BACK)
    assert visitor.flow.screen == HOME


def test_two_codes_held_in_turn_are_the_first_one() -> None:
    visitor = Visitor()
    for _ in range(20):
        for number in ("A007", "A008"):
            visitor.happens(CodeRead(number))
            assert visitor.flow.screen == Progress("A007")
            visitor.wait(0.4)
    visitor.wait(1.0)
    visitor.happens(CodeRead("A008"))
    assert visitor.flow.screen == Progress("A008")


def test_whose_number_is_coming_out_is_not_disturbed() -> None:
    visitor = Visitor()
    visitor.confirm()
    visitor.happens(CodeRead("A007"))
    assert isinstance(visitor.flow.screen, screens.Confirm)
    visitor.touch(Press.TAKE)
    visitor.happens(CodeRead("A007"))
    assert isinstance(visitor.flow.screen, screens.Printing)


def test_a_scan_wakes_who_is_asked_whether_they_are_there() -> None:
    visitor = Visitor()
    visitor.touch(Press.ELDER)
    visitor.happens(CodeRead("A007"))
    visitor.wait(61.0)
    assert isinstance(visitor.flow.screen, screens.StillThere)
    visitor.happens(CodeRead("A008"))
    assert visitor.flow.screen == Progress("A008")
    assert visitor.flow.comfort.elder


def test_a_scanner_that_is_gone_is_told_to_staff_and_is_no_card_reader() -> None:
    visitor = Visitor()
    visitor.happens(InputState(InputKind.SCANNER, InputTrouble.UNPLUGGED))
    assert visitor.desk.alarms[AlertCode.SCANNER] == "card-unplugged"
    assert not visitor.flow.cards.place.exists
    visitor.happens(InputState(InputKind.SCANNER))
    assert visitor.desk.alarms[AlertCode.SCANNER] == ""


def test_a_decoder_of_what_is_said_to_a_scanner_hears_nothing() -> None:
    assert KeyDecoder(True).feed(WHOLE, 0.0) == LineDecoder(True).feed(b"A007\r", 0.0) == []


def test_the_link_of_a_slip_leads_to_its_number_on_its_day() -> None:
    url = "https://hall.example/t"
    visitor = Visitor(hall=replace(HALL, hall=replace(HALL.hall, public_url=url)))
    visitor.happens(SlipGiven("request-000001", "A007", date(2026, 11, 23)))
    visitor.happens(CodeRead(slip_link(url, "request-000001")))
    assert visitor.flow.screen == Progress("A007")
    visitor.wait(1.0)
    visitor.happens(CodeRead(slip_link(url, "request-000002")))
    assert visitor.flow.screen == Progress()
    visitor.wait(1.0)
    visitor.happens(SlipGiven("request-000003", "A001", date(2026, 11, 24)))
    visitor.happens(CodeRead(slip_link(url, "request-000001")))
    assert visitor.flow.screen == Progress()


def test_without_an_address_no_link_is_kept() -> None:
    links = SlipLinks("")
    links.given(SlipGiven("request-000001", "A007", date(2026, 11, 23)))
    assert links.number(slip_link("", "request-000001")) == ""
