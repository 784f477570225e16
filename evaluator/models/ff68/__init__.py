"""The FF 68 bus: keypad and evaluator of a window at one address. See docs/protocols/ff68.md."""

from __future__ import annotations

from broker.domain.text.folding import folded
from broker.service.driver import Observing
from evaluator.driver import EvaluatorDriver
from evaluator.models.ff68 import codec, spec
from evaluator.models.ff68.commands import (
    AckChoice,
    AckKeys,
    Beep,
    Picture,
    ShowNumbers,
    ShowStars,
    Signal,
    StartEvaluation,
)
from evaluator.models.ff68.observing import ASKS, Observe, Observed, ObservingSession
from evaluator.models.ff68.session import Ff68Session


def _compose(address: int, text: str) -> list[Picture | Signal]:
    """The digits of a ticket number on the keypad's display, with a beep; letters do not fit."""
    digits = "".join(sign for sign in folded(text, str.isascii, "") if sign.isdigit())
    if not digits:
        raise ValueError("there is no digit in the text, and this display shows nothing else")
    return [ShowNumbers(address, None, int(digits[-3:])), Beep(address)]


_LINE = {
    True: "这条线路有回声 this line echoes",
    False: "这条线路没有回声 this line does not echo",
    None: "不能确定线路有无回声 whether this line echoes cannot be told",
}


def describe(value: codec.Value | Observed) -> str:
    """One line about a decoded value, or what was learnt."""
    match value:
        case Observed():
            return f"address {value.address}: {value.entry}; {_LINE[value.echoes]}"
        case codec.Choice():
            level = spec.FOUR_KEYS.levels[value.choice]
            return f"address {value.address}: the applicant chose {value.choice} ({level})"
        case codec.Keys():
            typed = "".join(str(digit) for digit in value.typed)
            name = value.key.name.lower() if value.key is not None else f"{value.data[-1]:#04x}"
            return f"address {value.address}: key {name}" + (f" after {typed}" if typed else "")
        case AckChoice():
            return f"address {value.address}: choice {value.choice} acknowledged"
        case AckKeys():
            return f"address {value.address}: keys {value.data.hex(' ')} acknowledged"
        case _:
            return _describe_command(value)


def _describe_command(command: Picture | Signal) -> str:
    match command:
        case ShowNumbers():
            waiting = "-" if command.waiting is None else command.waiting
            number = "-" if command.number is None else f"{command.number:03d}"
            return f"address {command.address}: show waiting {waiting}, ticket {number}"
        case Beep():
            return f"address {command.address}: beep"
        case ShowStars():
            return f"address {command.address}: show {command.stars} stars"
        case StartEvaluation():
            return f"address {command.address}: start evaluation (or: evaluate key acknowledged)"


DRIVER = EvaluatorDriver(
    name="ff68",
    title="FF 68 keypad and evaluator bus (键盘呼叫器与评价器)",
    baud=spec.BAUD,
    encode=codec.encode,
    decoder=codec.FrameDecoder,
    session=lambda _addresses: Ff68Session(),
    compose=_compose,
    observe=Observing(ASKS, Observe, ObservingSession),
    describe=describe,
    numbers=ShowNumbers,
    beep=Beep,
)
