"""The simulated module against bytes of real modules and of an independent client."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ef01_bench import vectors
from hypothesis import given
from hypothesis import strategies as st

from firmware_mocks.ef01 import MOCK, make
from firmware_mocks.firmware import Firmware, Send, Show
from firmware_mocks.firmware.looks import plain

VECTORS = vectors()
HEAD = "EF01FFFFFFFF"


def module(**options: str) -> Firmware:
    return make(1, {"fast": "yes", **options})


def said(outputs: list[Any]) -> bytes:
    return b"".join(each.data for each in outputs if isinstance(each, Send))


def ask(unit: Firmware, text: str, now: float = 0.0) -> str:
    return said(unit.feed(bytes.fromhex(HEAD + text), now)).hex().upper().removeprefix(HEAD)


def test_a_whole_session_of_an_independent_client() -> None:
    """The client's own requests in order. What a stand-in answered, ours answers too, except
    what is invented: templates, and the bytes behind "not found"."""
    unit = module(capacity="1000")
    hands = {4: ["finger", "anna"], 26: ["finger", "stranger"]}
    invented = {"08", "14"}
    for place, pair in enumerate(VECTORS["client"]["pairs"]):
        if place in hands:
            unit.hand(hands[place], 0.0)
        request = bytes.fromhex(pair["request"])
        answer = said(unit.feed(request, 0.0)).hex()
        code = pair["request"][18:20] if request[6] == 0x01 else "data"
        if code in invented:
            assert len(answer) == len(pair["response"])
        elif pair["response"][18:20] == "09":
            assert len(answer) == len(pair["response"])
            assert answer[18:20] == "09"
        else:
            assert answer == pair["response"], f"pair {place}, instruction {code}"


SIMULATED = [
    each for each in VECTORS["real"] if each["request"] and "AUTOENROLL" not in each["name"]
]


@pytest.mark.parametrize("each", SIMULATED, ids=lambda each: each["name"])
def test_answers_have_the_lengths_of_real_modules(each: dict[str, Any]) -> None:
    unit = module(enrolled="anna:1")
    unit.hand(["finger", "anna"], 0.0)
    for text in ("0100030100 05", "01000402010008", "01000402020009"):
        ask(unit, text)
    request = bytes.fromhex(each["request"])
    answer = said(unit.feed(request, 0.0))
    assert len(answer) == len(bytes.fromhex(each["responses"][0]))
    assert answer[:10] == bytes.fromhex(each["responses"][0])[:10]


def test_not_found_has_sixteen_bytes_with_a_real_modules_rubbish() -> None:
    unit = module()
    unit.hand(["finger", "anna"], 0.0)
    ask(unit, "010003010005")
    ask(unit, "01000402010008")
    assert ask(unit, "0100080401000100 10001F") == "0700070901EE00000106"


def test_handshakes() -> None:
    assert ask(module(), "010003530057") == "07000355005F"
    assert ask(module(), "010003400044") == "07000300000A"


def test_index_bits_and_count() -> None:
    unit = module(enrolled="a:0,b:7,c:9", capacity="300")
    assert ask(unit, "0100031D0021").startswith("070005000003")
    assert ask(unit, "0100041F000024").startswith("0700230081020000")


def test_deleting_a_stretch() -> None:
    unit = module(enrolled="a:0,b:1,c:2")
    assert ask(unit, "0100070C000100020017") == "07000300000A"
    assert list(unit.look().enrolled) == ["0"]


def test_settings_are_checked() -> None:
    unit = module()
    assert ask(unit, "0100050E07010 01C".replace(" ", "")).startswith("0700031A")
    assert ask(unit, "0100050E0506001F").startswith("0700031B")


def test_a_password_is_wanted_and_kept_through_a_power_cut() -> None:
    unit = module()
    assert ask(unit, "01000712 12345678 012E".replace(" ", "")) == "07000300000A"
    unit.power_cycle(0.0)
    assert ask(unit, "010003010005") == "07000321002B"
    assert ask(unit, "01000713000000 00001B".replace(" ", "")) == "07000313001D"
    assert ask(unit, "010007131234567801 2F".replace(" ", "")) == "07000300000A"
    assert ask(unit, "010003010005") == "07000302000C"


def test_after_sleep_the_password_is_wanted() -> None:
    unit = module()
    unit.hand(["sleep"], 0.0)
    assert ask(unit, "010003010005") == "07000321002B"


def test_power_up_says_one_byte() -> None:
    assert said(module().power_cycle(0.0)) == b"\x55"


def test_a_bent_packet_is_complained_about_and_another_address_is_not_answered() -> None:
    unit = module()
    assert ask(unit, "010003010006") == "07000301000B"
    other = bytes.fromhex("EF01 00000001 01 0003 01 0005")
    assert said(unit.feed(other, 0.0)) == b""


def test_half_a_packet_is_forgotten_after_a_silence() -> None:
    unit = module()
    assert ask(unit, "01000301", 0.0) == ""
    assert ask(unit, "010003010005", 2.0) == "07000302000C"


def test_it_works_at_the_pace_of_a_real_one() -> None:
    unit = make(1, {"enrolled": "anna:0"})
    unit.hand(["finger", "anna"], 10.0)
    looked = unit.feed(bytes.fromhex(HEAD + "010003010005"), 10.0)
    assert [each.after for each in looked if isinstance(each, Send)] == [pytest.approx(0.184)]
    early = unit.feed(bytes.fromhex(HEAD + "01000402010008"), 10.05)
    assert [each.after for each in early if isinstance(each, Send)] == [pytest.approx(0.43)]


def test_an_image_is_right_sized_and_slow() -> None:
    unit = make(1, {})
    unit.hand(["finger", "anna"], 10.0)
    unit.feed(bytes.fromhex(HEAD + "010003010005"), 10.0)
    sends = [
        each
        for each in unit.feed(bytes.fromhex(HEAD + "0100030A000E"), 11.0)
        if isinstance(each, Send)
    ]
    assert sum(len(each.data) - 11 for each in sends[1:]) == 256 * 288 // 2
    assert sends[-1].data[6] == 0x08
    assert 6.5 < sends[-1].after < 7.5


def test_faults_and_their_end() -> None:
    unit = module()
    unit.hand(["fault", "silent"], 0.0)
    assert ask(unit, "010003010005") == ""
    unit.hand(["fault", "badsum"], 0.0)
    assert ask(unit, "010003010005") == "07000302000D"
    unit.hand(["fault", "garbage"], 0.0)
    assert bytes.fromhex("EF01") not in bytes.fromhex(ask(unit, "010003010005"))
    unit.hand(["ok"], 0.0)
    assert ask(unit, "010003010005") == "07000302000C"


def test_what_a_person_beside_it_sees_holds_no_template() -> None:
    unit = module(enrolled="anna:0")
    shown = unit.hand(["finger", "anna"], 0.0)
    for text in ("010003010005", "01000402010008", "0100080401000001 2C003B".replace(" ", "")):
        shown += unit.feed(bytes.fromhex(HEAD + text), 0.0)
    texts = json.dumps([each.detail for each in shown if isinstance(each, Show)])
    assert json.loads(texts)[-1] == {"slot": 0}
    assert len(json.dumps(plain(unit.look()))) < 300


@pytest.mark.parametrize(
    "options",
    [
        {"colour": "red"},
        {"capacity": "0"},
        {"capacity": "many"},
        {"fast": "very"},
        {"enrolled": "anna:300"},
        {"enrolled": ":1"},
        {"password": "xyz"},
    ],
)
def test_wrong_options_are_refused_in_words(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"no option|say "):
        make(1, options)


@pytest.mark.parametrize("words", [[], ["dance"], ["finger"], ["fault", "x"]])
def test_wrong_words_are_refused(words: list[str]) -> None:
    with pytest.raises(ValueError, match="say finger NAME"):
        module().hand(words, 0.0)


def test_every_hand_it_offers_is_understood() -> None:
    for hand in MOCK.hands:
        for variant in hand.words.replace("NAME", "anna").split("|"):
            words = variant.split()
            module().hand(
                words if len(words) > 1 or "|" not in hand.words else ["fault", *words], 0.0
            )


@given(st.binary(max_size=300), st.integers(1, 9))
def test_no_bytes_upset_it(data: bytes, size: int) -> None:
    unit = module()
    for at in range(0, len(data), size):
        unit.feed(data[at : at + size], 0.0)
    assert ask(unit, "010003010005", 5.0) == "07000302000C"


@given(st.integers(0, 255), st.binary(max_size=40))
def test_no_instruction_upsets_it(instruction: int, parameters: bytes) -> None:
    covered = b"\x01" + (len(parameters) + 3).to_bytes(2, "big") + bytes([instruction]) + parameters
    packet = bytes.fromhex(HEAD) + covered + (sum(covered) & 0xFFFF).to_bytes(2, "big")
    unit = module()
    unit.hand(["finger", "anna"], 0.0)
    assert said(unit.feed(packet, 0.0))[6] == 0x07


LED_ON = "01 0007 35 03 00 01 00 0041"  # of adafruit-circuitpython-fingerprint, from the sheet
NOTE = "010024 18 01" + b"hall-7".hex() + "00" * 26 + "0243"  # of r503, from the sheet
OK = "070003 00 000A".replace(" ", "")


def test_the_notepad_is_written_read_and_survives_a_power_cut() -> None:
    unit = module()
    assert ask(unit, NOTE) == OK
    unit.power_cycle(0.0)
    read = ask(unit, "010004 19 01 001F")
    assert (
        read[6:] == "00" + b"hall-7".hex().upper() + "00" * 26 + "022F"
    )  # 07 + 23 + 205 (the text)
    empty = ask(unit, "010004 19 02 0020")
    assert empty[6:] == "00" + "00" * 32 + "002A"


def test_a_client_that_does_not_fill_the_page_up_is_understood() -> None:
    """fpsensor sends what there is: 18 01 "hi"."""
    unit = module()
    assert ask(unit, "010006 18 01 6869 00F1") == OK
    assert ask(unit, "010004 19 01 001F")[8:12] == "6869"


@pytest.mark.parametrize("request_", ["010004 19 10 002E", "010006 18 10 6869 0100"])
def test_a_page_of_the_notepad_that_is_not_there(request_: str) -> None:
    assert ask(module(), request_) == "0700031C0026"


def test_the_ring_lights_up_and_is_seen() -> None:
    unit = module()
    assert ask(unit, LED_ON) == OK
    assert plain(unit.look())["ring"] == "on red"
    assert ask(unit, "010007 35 01 50 03 00 0091") == OK
    assert plain(unit.look())["ring"] == "breathing purple"
    assert ask(unit, "010007 35 04 00 01 00 0042") == OK
    assert plain(unit.look())["ring"] == ""
    assert ask(unit, "010007 35 09 00 01 00 0047") == "07000301000B"
    assert ask(unit, "010003 35 0039") == "07000301000B", "the other dialect's handshake"


def test_the_look_that_judges_refuses_a_bad_image_and_keeps_none() -> None:
    unit = module()
    assert ask(unit, "010003 28 002C") == "07000302000C"
    unit.hand(["smudge", "anna"], 0.0)
    assert ask(unit, "010003 01 0005") == OK, "the plain look takes it"
    assert ask(unit, "010003 28 002C") == "070003070011"
    assert ask(unit, "010004 02 01 0008") == "07000315001F", "there is no image any more"
    unit.hand(["finger", "anna"], 0.0)
    assert ask(unit, "010003 28 002C") == OK
    assert ask(unit, "010004 02 01 0008") == OK


def test_a_soft_reset_is_acknowledged_and_then_it_is_ready_anew() -> None:
    unit = make(1, {"password": "1"})
    ask(unit, "010007 13 00000001 001C")
    ask(unit, LED_ON)
    ask(unit, NOTE)
    outputs = unit.feed(bytes.fromhex(HEAD + "010003 3D 0041"), 10.0)
    acked, ready = [each for each in outputs if isinstance(each, Send)]
    assert acked.data.hex().upper() == HEAD + OK
    assert ready.data == b"\x55"
    assert ready.after >= acked.after + 0.079
    assert plain(unit.look())["ring"] == ""
    assert ask(unit, "010003 1D 0021", 11.0) == "07000321002B", "the password is wanted again"
