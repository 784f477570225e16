"""What each instruction does to a simulated module's memory, and the payload of its answer."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from fingerprint.models.ef01.spec import (
    NOTEPAD_PAGE_BYTES,
    NOTEPAD_PAGES,
    Confirmation,
    Instruction,
    LedColour,
    LedControl,
    Register,
)
from firmware_mocks.ef01 import fingers
from firmware_mocks.ef01.memory import ModuleFlash, Working

SEARCH_SCORE = 96  # what a logged R503 gave
MATCH_SCORE = 150
_RUBBISH = bytes.fromhex("01ee0000")  # what a logged R503 put behind "not found"

OK = bytes([Confirmation.OK])


@dataclass
class Unit:
    """The module's insides as its instructions see them. `careless` merges two different
    fingers without complaint, as some R503 were seen to do."""

    flash: ModuleFlash
    working: Working = field(default_factory=Working)
    finger: str | None = None
    smudged: bool = False  # too wet, too dry, dirty: an image without features
    careless: bool = False
    randoms: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The acknowledgement's payload, and a block that follows in data packets."""

    payload: bytes
    block: bytes | None = None


def _no(code: Confirmation) -> Result:
    return Result(bytes([code]))


def _buffer(number: int) -> int:
    """Two buffers; any number but 1 means the second, as in the R307 manual."""
    return 1 if number == 1 else 2


def get_image(unit: Unit, _: bytes) -> Result:
    unit.working.image = unit.finger
    return _no(Confirmation.NO_FINGER) if unit.finger is None else Result(OK)


def get_image_ex(unit: Unit, _: bytes) -> Result:
    """The look that judges the image too: a bad one is refused and not kept."""
    if unit.finger is not None and unit.smudged:
        unit.working.image = None
        return _no(Confirmation.TOO_FEW_FEATURES)
    return get_image(unit, b"")


def gen_char(unit: Unit, parameters: bytes) -> Result:
    if unit.working.image is None:
        return _no(Confirmation.NO_IMAGE)
    if unit.smudged:
        return _no(Confirmation.TOO_MESSY)  # and the buffer keeps what it held
    unit.working.buffers[_buffer(parameters[0])] = fingers.template(unit.working.image)
    return Result(OK)


def match(unit: Unit, _: bytes) -> Result:
    one, other = unit.working.buffers.get(1), unit.working.buffers.get(2)
    if one is None or one != other:
        return Result(struct.pack(">BH", Confirmation.NOT_MATCHING, 0))
    return Result(OK + struct.pack(">H", MATCH_SCORE))


def search(unit: Unit, parameters: bytes) -> Result:
    buffer, start, count = struct.unpack(">BHH", parameters)
    slot = unit.flash.search(unit.working.buffers.get(_buffer(buffer)), start, count)
    unit.working.passed = slot is not None
    if slot is None:
        return Result(bytes([Confirmation.NOT_FOUND]) + _RUBBISH)
    return Result(OK + struct.pack(">HH", slot, SEARCH_SCORE))


def reg_model(unit: Unit, _: bytes) -> Result:
    one, other = unit.working.buffers.get(1), unit.working.buffers.get(2)
    if one is None or other is None or (one != other and not unit.careless):
        return _no(Confirmation.MERGE_FAILED)
    made = one if one == other else fingers.mixed(one, other)
    unit.working.buffers = {1: made, 2: made}
    return Result(OK)


def store(unit: Unit, parameters: bytes) -> Result:
    buffer, slot = struct.unpack(">BH", parameters)
    made = unit.working.buffers.get(_buffer(buffer))
    if slot >= unit.flash.capacity:
        return _no(Confirmation.SLOT_OUT_OF_RANGE)
    if made is None:
        return _no(Confirmation.FLASH_ERROR)
    unit.flash.library[slot] = made
    return Result(OK)


def load_char(unit: Unit, parameters: bytes) -> Result:
    buffer, slot = struct.unpack(">BH", parameters)
    if slot >= unit.flash.capacity:
        return _no(Confirmation.SLOT_OUT_OF_RANGE)
    if slot not in unit.flash.library:
        return _no(Confirmation.BAD_TEMPLATE)
    unit.working.buffers[_buffer(buffer)] = unit.flash.library[slot]
    return Result(OK)


def up_char(unit: Unit, parameters: bytes) -> Result:
    made = unit.working.buffers.get(_buffer(parameters[0]))
    return _no(Confirmation.UPLOAD_FAILED) if made is None else Result(OK, made)


def down_char(unit: Unit, parameters: bytes) -> Result:
    unit.working.receiving = _buffer(parameters[0])
    unit.working.received = b""
    return Result(OK)


def up_image(unit: Unit, _: bytes) -> Result:
    if unit.working.image is None:
        return _no(Confirmation.IMAGE_UPLOAD_FAILED)
    return Result(OK, fingers.image(unit.working.image))


def delete(unit: Unit, parameters: bytes) -> Result:
    slot, count = struct.unpack(">HH", parameters)
    if count == 0 or slot + count > unit.flash.capacity:
        return _no(Confirmation.DELETE_FAILED)
    for each in range(slot, slot + count):
        unit.flash.library.pop(each, None)
    return Result(OK)


def empty(unit: Unit, _: bytes) -> Result:
    unit.flash.library.clear()
    return Result(OK)


def set_parameter(unit: Unit, parameters: bytes) -> Result:
    register, value = parameters
    ranges = {Register.BAUD: (1, 12), Register.SECURITY: (1, 5), Register.PACKET_SIZE: (0, 3)}
    if register not in list(Register):
        return _no(Confirmation.BAD_REGISTER)
    least, most = ranges[Register(register)]
    if not least <= value <= most:
        return _no(Confirmation.BAD_REGISTER_VALUE)
    names = {Register.BAUD: "baud_units", Register.SECURITY: "security"}
    setattr(unit.flash, names.get(Register(register), "packet_code"), value)
    return Result(OK)


def read_parameters(unit: Unit, _: bytes) -> Result:
    flash = unit.flash
    status = unit.working.status
    first = struct.pack(">HHHH", status, 0, flash.capacity, flash.security)
    return Result(
        OK + first + struct.pack(">IHH", flash.address, flash.packet_code, flash.baud_units)
    )


def set_password(unit: Unit, parameters: bytes) -> Result:
    unit.flash.password = int.from_bytes(parameters, "big")
    return Result(OK)


def verify_password(unit: Unit, parameters: bytes) -> Result:
    unit.working.verified = int.from_bytes(parameters, "big") == unit.flash.password
    return Result(OK) if unit.working.verified else _no(Confirmation.WRONG_PASSWORD)


def get_random(unit: Unit, _: bytes) -> Result:
    """Not random at all: the same numbers after every start, so that a run can be repeated."""
    unit.randoms += 1
    return Result(OK + hashlib.sha256(unit.randoms.to_bytes(4, "big")).digest()[:4])


def template_count(unit: Unit, _: bytes) -> Result:
    return Result(OK + struct.pack(">H", len(unit.flash.library)))


def read_index(unit: Unit, parameters: bytes) -> Result:
    return Result(OK + unit.flash.index(parameters[0]))


def write_notepad(unit: Unit, parameters: bytes) -> Result:
    """A page is written whole. A client that sends fewer bytes means zeros (fpsensor does)."""
    page, written = parameters[0], parameters[1:]
    if page >= NOTEPAD_PAGES:
        return _no(Confirmation.BAD_NOTEPAD_PAGE)
    unit.flash.notepad[page] = written
    return Result(OK)


def read_notepad(unit: Unit, parameters: bytes) -> Result:
    if parameters[0] >= NOTEPAD_PAGES:
        return _no(Confirmation.BAD_NOTEPAD_PAGE)
    return Result(OK + unit.flash.note(parameters[0]))


def led(unit: Unit, parameters: bytes) -> Result:
    """The ring of an R503. How fast and how often it blinks is taken and not played."""
    control, _speed, colour, _count = parameters
    if control not in list(LedControl) or colour not in list(LedColour):
        return _no(Confirmation.PACKET_ERROR)
    does = LedControl(control)
    dark = does in (LedControl.OFF, LedControl.GRADUALLY_OFF)
    words = f"{does.name} {LedColour(colour).name}".lower().replace("_", " ")
    unit.working.ring = "" if dark else words
    return Result(OK)


def handshake(_unit: Unit, _: bytes) -> Result:
    return Result(OK)


def echo(_unit: Unit, _: bytes) -> Result:
    return Result(bytes([Confirmation.ECHO_OK]))


# Instruction: (bytes of parameters, what it does). Soft reset is the module's own affair.
TABLE: dict[int, tuple[int | range, Callable[[Unit, bytes], Result]]] = {
    Instruction.GET_IMAGE: (0, get_image),
    Instruction.GEN_CHAR: (1, gen_char),
    Instruction.MATCH: (0, match),
    Instruction.SEARCH: (5, search),
    Instruction.REG_MODEL: (0, reg_model),
    Instruction.STORE: (3, store),
    Instruction.LOAD_CHAR: (3, load_char),
    Instruction.UP_CHAR: (1, up_char),
    Instruction.DOWN_CHAR: (1, down_char),
    Instruction.UP_IMAGE: (0, up_image),
    Instruction.DELETE: (4, delete),
    Instruction.EMPTY: (0, empty),
    Instruction.SET_PARAMETER: (2, set_parameter),
    Instruction.READ_PARAMETERS: (0, read_parameters),
    Instruction.SET_PASSWORD: (4, set_password),
    Instruction.VERIFY_PASSWORD: (4, verify_password),
    Instruction.GET_RANDOM: (0, get_random),
    Instruction.WRITE_NOTEPAD: (range(2, 2 + NOTEPAD_PAGE_BYTES), write_notepad),
    Instruction.READ_NOTEPAD: (1, read_notepad),
    Instruction.FAST_SEARCH: (5, search),
    Instruction.TEMPLATE_COUNT: (0, template_count),
    Instruction.READ_INDEX: (1, read_index),
    Instruction.GET_IMAGE_EX: (0, get_image_ex),
    Instruction.LED: (4, led),
    Instruction.SOFT_RESET: (0, handshake),
    Instruction.HANDSHAKE: (0, handshake),
    Instruction.ECHO: (0, echo),
}


def fits(size: int | range, parameters: bytes) -> bool:
    """Whether an instruction has so many parameters."""
    return len(parameters) in size if isinstance(size, range) else len(parameters) == size


ALWAYS = (Instruction.VERIFY_PASSWORD, Instruction.HANDSHAKE, Instruction.ECHO)
