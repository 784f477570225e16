"""EF01 packets against bytes of real modules and of an independent client."""

from __future__ import annotations

import pytest
from ef01_bench import vectors
from hypothesis import given
from hypothesis import strategies as st

from broker.link.base import Noise
from fingerprint.models.ef01 import DRIVER, answers, spec
from fingerprint.models.ef01 import commands as c
from fingerprint.models.ef01.codec import Ack, CommandPacket, Data, Packet, PacketDecoder, encode
from fingerprint.models.ef01.commands import Command
from fingerprint.models.ef01.spec import Confirmation, ModuleStatus, Register

VECTORS = vectors()
REAL = {(each["name"], each["source"].startswith("R503")): each for each in VECTORS["real"]}


def request(name: str, r503: bool = False) -> bytes:
    return bytes.fromhex(REAL[name, r503]["request"])


def response(name: str, r503: bool = False) -> bytes:
    return bytes.fromhex(REAL[name, r503]["responses"][0])


def client_request(instruction: str) -> bytes:
    """The first command of the independent client with this instruction byte."""
    return next(
        bytes.fromhex(pair["request"])
        for pair in VECTORS["client"]["pairs"]
        if pair["request"][12:14] == "01" and pair["request"][18:20] == instruction
    )


# Our command, and the bytes somebody else made for the same.
ASKED: list[tuple[Command, bytes]] = [
    (c.VerifyPassword(0), request("VFYPWD", r503=True)),
    (c.ReadParameters(), request("READSYSPARA")),
    (c.GetImage(), request("GETIMAGE")),
    (c.GenerateFeatures(1), request("GENCHAR1")),
    (c.GenerateFeatures(2), request("GENCHAR2")),
    (c.Match(), request("MATCH")),
    (c.MergeTemplate(), request("REGMODEL")),
    (c.StoreTemplate(1, 0), request("STORE 1->0")),
    (c.SearchTemplates(1, 1, 16), request("SEARCH start1 num16")),
    (c.Delete(1, 1), request("DELETE 1x1")),
    (c.Empty(), request("EMPTY")),
    (c.CountTemplates(), request("TEMPLATENUM")),
    (c.ReadIndex(0), client_request("1f")),
    (c.LoadTemplate(1, 0), client_request("07")),
    (c.SetParameter(Register.SECURITY, 4), client_request("0e")),
    (c.SetPassword(0x12345678), bytes.fromhex(VECTORS["fixed"]["pairs"][-1]["request"])),
]


@pytest.mark.parametrize(("command", "expected"), ASKED, ids=lambda each: type(each).__name__)
def test_commands_are_the_bytes_others_send(command: Command, expected: bytes) -> None:
    assert encode(command) == expected


@pytest.mark.parametrize("sent", [sent for _, sent in ASKED], ids=bytes.hex)
def test_what_others_send_is_read_as_an_order(sent: bytes) -> None:
    [order] = PacketDecoder(to_device=True).feed(sent)
    assert isinstance(order, CommandPacket)
    assert DRIVER.describe(order)


def one(data: bytes) -> Ack:
    [packet] = PacketDecoder().feed(data)
    assert isinstance(packet, Ack)
    return packet


def test_parameters_of_two_real_modules() -> None:
    r503 = answers.parameters(one(response("READSYSPARA", r503=True)))
    assert r503 == answers.Parameters(
        ModuleStatus.VERIFIED, 0x0000, 200, 3, 0xFFFFFFFF, packet_size=128, baud=57600
    )
    hlk = answers.parameters(one(response("READSYSPARA")))
    assert hlk is not None
    assert (hlk.system, hlk.capacity) == (0x2EC8, 100)
    assert hlk.status == ModuleStatus.VERIFIED | ModuleStatus.IMAGE_VALID


def test_searches_of_real_modules() -> None:
    assert answers.found(one(response("SEARCH start1 num16"))) == (1, 80)
    assert answers.found(one(response("SEARCH hit", r503=True))) == (1, 96)


def test_values_behind_not_found_are_rubbish() -> None:
    miss = one(response("SEARCH miss", r503=True))
    assert miss.code == Confirmation.NOT_FOUND
    assert miss.values == bytes.fromhex("01EE0000")
    assert answers.found(miss) is None


def test_score_and_count() -> None:
    assert answers.number(one(response("MATCH"))) == 275
    assert answers.number(one(response("TEMPLATENUM"))) == 1


def test_index_table_lowest_bit_first() -> None:
    pairs = VECTORS["client"]["pairs"]
    texts = [p["response"] for p in pairs if p["request"][18:20] == "1f" and p["request"]]
    assert answers.taken(one(bytes.fromhex(texts[0])), 0) == frozenset()
    assert answers.taken(one(bytes.fromhex(texts[1])), 0) == frozenset({0})
    by_hand = Ack(0, bytes([0b1000_0010]) + bytes(30) + bytes([0x80]))
    assert answers.taken(by_hand, 1) == frozenset({257, 263, 511})


RESPONSES = [bytes.fromhex(text) for each in VECTORS["real"] for text in each["responses"]]


def packets(values: list[Packet | Noise]) -> list[Packet]:
    return [value for value in values if not isinstance(value, Noise)]


@pytest.mark.parametrize("frame", RESPONSES, ids=lambda frame: frame[9:].hex())
class TestFiveWays:
    def test_whole(self, frame: bytes) -> None:
        assert one(frame).code == frame[9]
        assert one(frame).values == frame[10:-2]

    def test_a_byte_at_a_time(self, frame: bytes) -> None:
        decoder = PacketDecoder()
        found = [value for byte in frame for value in decoder.feed(bytes([byte]))]
        assert found == [one(frame)]

    def test_glued_twice(self, frame: bytes) -> None:
        assert PacketDecoder().feed(frame * 2) == [one(frame)] * 2

    @pytest.mark.parametrize("noise", [b"\x55", b"\x00\xf8\xfc\xfe", b"\xef", b"\xef\xef\x01\x02"])
    def test_after_noise(self, frame: bytes, noise: bytes) -> None:
        values = PacketDecoder().feed(noise + frame)
        assert packets(values) == [one(frame)]
        assert b"".join(v.data for v in values if isinstance(v, Noise)) == noise

    def test_truncated_then_resumed(self, frame: bytes) -> None:
        for cut in range(1, len(frame)):
            decoder = PacketDecoder()
            found = decoder.feed(frame[:cut] + frame)
            for _ in range(4):  # a torn packet may swallow the next ones, never for good
                found += decoder.feed(frame)
            assert packets(found)[-1:] == [one(frame)]
            assert len(packets(found)) >= 4


def test_no_single_bit_error_passes() -> None:
    frame = response("SEARCH start1 num16")
    for place in range(6, len(frame)):
        for bit in range(8):
            bent = bytearray(frame)
            bent[place] ^= 1 << bit
            assert packets(PacketDecoder().feed(bytes(bent))) == []


def test_the_power_up_byte_is_named() -> None:
    assert PacketDecoder().feed(b"\x55") == [Noise(b"\x55", "power-up byte")]


def test_bad_checksum_is_named_and_costs_only_the_start_mark() -> None:
    bad = bytes.fromhex("EF01FFFFFFFF07000300000B")
    values = PacketDecoder().feed(bad + response("GETIMAGE"))
    assert values[0] == Noise(b"\xef\x01", "bad checksum")
    assert packets(values) == [one(response("GETIMAGE"))]


def test_data_packets_are_read_but_never_asked_for() -> None:
    sent = bytes.fromhex("EF01 00000007 08 0004 ABCD 0184")
    [packet] = PacketDecoder().feed(sent)
    assert packet == Data(b"\xab\xcd", last=True, address=7)
    assert "2 bytes" in DRIVER.describe(packet)
    assert "ab" not in DRIVER.describe(packet).split("packet")[1]


@given(st.binary(max_size=200), st.integers(1, 7))
def test_slicing_changes_nothing(data: bytes, size: int) -> None:
    whole = PacketDecoder().feed(data)
    decoder = PacketDecoder()
    sliced = [v for at in range(0, len(data), size) for v in decoder.feed(data[at : at + size])]
    assert packets(sliced) == packets(whole)


@given(st.binary(max_size=120))
def test_after_any_noise_good_packets_come_through(noise: bytes) -> None:
    frame = response("GETIMAGE")
    decoder = PacketDecoder()
    decoder.feed(noise)
    longest = spec.HEADER_BYTES + spec.MAX_DATA_LENGTH
    found = [value for _ in range(longest // len(frame) + 3) for value in decoder.feed(frame)]
    assert packets(found)[-1] == one(frame)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (c.GenerateFeatures(0), "buffer must be 1 to 6, not 0"),
        (c.GenerateFeatures(7), "buffer must be 1 to 6, not 7"),
        (c.StoreTemplate(0, 1), "buffer must be 1 to 6, not 0"),
        (c.StoreTemplate(1, 65536), "slot must be 0 to 65535, not 65536"),
        (c.StoreTemplate(1, -1), "slot must be 0 to 65535, not -1"),
        (c.SearchTemplates(7, 0, 1), "buffer must be 1 to 6, not 7"),
        (c.SearchTemplates(1, 65536, 1), "slot must be 0 to 65535, not 65536"),
        (c.SearchTemplates(1, 0, 0), "number of slots must be 1 to 65535, not 0"),
        (c.Delete(-1, 1), "slot must be 0 to 65535, not -1"),
        (c.Delete(0, 0), "number of slots must be 1 to 65535, not 0"),
        (c.Delete(0, 65536), "number of slots must be 1 to 65535, not 65536"),
        (c.VerifyPassword(1 << 32), "password must be 0 to 4294967295, not 4294967296"),
        (c.SetPassword(-1), "password must be 0 to 4294967295, not -1"),
        (c.ReadIndex(256), "index page must be 0 to 255, not 256"),
        (c.ReadIndex(-1), "index page must be 0 to 255, not -1"),
        (c.SetParameter(Register.SECURITY, 0), "security level must be 1 to 5, not 0"),
        (c.SetParameter(Register.SECURITY, 6), "security level must be 1 to 5, not 6"),
        (c.SetParameter(Register.PACKET_SIZE, -1), "packet size code must be 0 to 3, not -1"),
        (c.SetParameter(Register.PACKET_SIZE, 4), "packet size code must be 0 to 3, not 4"),
        (c.SetParameter(Register.BAUD, 12), "the baud rate of a module is never changed"),
    ],
)
def test_our_mistakes_are_value_errors(command: Command, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        encode(command)


@pytest.mark.parametrize("address", [-1, 1 << 32])
def test_a_module_address_has_32_bits(address: int) -> None:
    with pytest.raises(ValueError, match=f"a module address has 32 bits: {address:#x}"):
        encode(c.GetImage(), address)


def test_the_smallest_address_is_carried() -> None:
    assert encode(c.GetImage(), 0) == bytes.fromhex("EF01 00000000 01 0003 01 0005")


@pytest.mark.parametrize(
    ("command", "parameters"),
    [
        (c.GenerateFeatures(6), "06"),
        (c.StoreTemplate(6, 65535), "06 FF FF"),
        (c.LoadTemplate(1, 0), "01 00 00"),
        (c.SearchTemplates(1, 0, 65535), "01 00 00 FF FF"),
        (c.Delete(65535, 1), "FF FF 00 01"),
        (c.VerifyPassword(0xFFFFFFFF), "FF FF FF FF"),
        (c.SetPassword(0), "00 00 00 00"),
        (c.ReadIndex(255), "FF"),
        (c.ReadIndex(0), "00"),
        (c.SetParameter(Register.SECURITY, 1), "05 01"),
        (c.SetParameter(Register.SECURITY, 5), "05 05"),
        (c.SetParameter(Register.PACKET_SIZE, 0), "06 00"),
        (c.SetParameter(Register.PACKET_SIZE, 3), "06 03"),
    ],
)
def test_the_largest_and_the_smallest_are_carried(command: Command, parameters: str) -> None:
    (read,) = PacketDecoder(to_device=True).feed(encode(command, 0xFFFFFFFF))
    assert isinstance(read, CommandPacket)
    assert read.parameters == bytes.fromhex(parameters)
    assert read.address == 0xFFFFFFFF


@pytest.mark.parametrize("code", [*Confirmation, 0x2B, 0xFF])
def test_every_code_has_words(code: int) -> None:
    assert DRIVER.describe(Ack(code))


PARAMETERS = bytes.fromhex("00 06 00 00 00 C8 00 03 FF FF FF FF 00 02 00 06")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (CommandPacket(0x01, b""), "get image"),
        (CommandPacket(0x04, bytes.fromhex("01 00 01 00 10")), "search 01 00 01 00 10"),
        (CommandPacket(0x31, b"\x00"), "instruction 0x31 00"),
        (Ack(0x02), "no finger"),
        (Ack(0x00), "ok"),
        (
            Ack(0x00, PARAMETERS),
            "ok: capacity 200, security level 3, packets of 128 bytes, 57600 baud",
        ),
        (Ack(0x00, bytes.fromhex("00 05 00 60")), "ok: slot 5, score 96"),
        (Ack(0x00, bytes.fromhex("01 13")), "ok: 275"),
        (Ack(0x00, bytes.fromhex("AB CD EF")), "ok: ab cd ef"),
        (Ack(0x09, bytes.fromhex("01 EE 00 00")), "not found"),
        (Data(bytes(128), last=False), "data packet, 128 bytes"),
        (Data(bytes(2), last=True), "last data packet, 2 bytes"),
        (Noise(b"\x01\xab", "bad checksum"), "noise (bad checksum): 01 ab"),
        (c.Delete(3), "Delete(slot=3, count=1)"),
    ],
)
def test_each_value_in_words(value: object, said: str) -> None:
    assert DRIVER.describe(value) == said


@pytest.mark.parametrize(
    "ack",
    [
        Ack(0x01, PARAMETERS),
        Ack(0x00, PARAMETERS[:-1]),
        Ack(0x00, PARAMETERS + b"\x00"),
        Ack(0x00, PARAMETERS[:13] + b"\x04" + PARAMETERS[14:]),  # a packet size nobody has
    ],
)
def test_what_is_no_parameter_block(ack: Ack) -> None:
    assert answers.parameters(ack) is None


def test_a_parameter_block_to_the_last_byte() -> None:
    values = bytes.fromhex("FF F5 12 34 03 E8 00 05 00 00 00 01 00 03 00 0C")
    block = answers.parameters(Ack(0x00, values))
    assert block is not None
    assert block.status == ModuleStatus(0x05)  # the other bits are nobody's
    assert (block.system, block.capacity, block.security) == (0x1234, 1000, 5)
    assert (block.address, block.packet_size, block.baud) == (1, 256, 115200)


@pytest.mark.parametrize("ack", [Ack(0x09, bytes(4)), Ack(0x00, bytes(3)), Ack(0x00, bytes(5))])
def test_what_is_no_hit(ack: Ack) -> None:
    assert answers.found(ack) is None


def test_a_hit() -> None:
    assert answers.found(Ack(0x00, bytes.fromhex("01 02 03 04"))) == (0x0102, 0x0304)


@pytest.mark.parametrize("ack", [Ack(0x09, bytes(2)), Ack(0x00, bytes(1)), Ack(0x00, bytes(3))])
def test_what_is_no_number(ack: Ack) -> None:
    assert answers.number(ack) is None


@pytest.mark.parametrize("ack", [Ack(0x0B, bytes(32)), Ack(0x00, bytes(31)), Ack(0x00, bytes(33))])
def test_what_is_no_index(ack: Ack) -> None:
    assert answers.taken(ack, 0) is None
