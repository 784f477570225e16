"""What a value on the printer's wire means, in one line: `hall decode`."""

from __future__ import annotations

from broker.link.base import Noise
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos.codec import AutoStatusBack, Cleared, PaperSensor, RealTime
from kiosk.printing.models.escpos.foreign import Foreign, PictureRows
from kiosk.printing.models.escpos.spec import Question
from kiosk.printing.models.escpos.transaction import diagnose
from kiosk.printing.trouble import PrinterState

_REAL_TIME_FINE = 0x12


def describe(value: object) -> str:
    """One line for a person who looks at the bytes."""
    match value:
        case RealTime(bits):
            return f"status byte {bits:02X}: {_guesses(bits)}"
        case PaperSensor(near_end, end):
            return f"carried out all before it; paper {_paper(near_end, end)}"
        case AutoStatusBack():
            cover = "cover open" if value.cover_open else "cover closed"
            line = "offline" if value.offline else "online"
            return f"by itself: {line}, {cover}, paper {_paper(value.near_end, value.end)}"
        case Cleared():
            return "buffer emptied"
        case PrinterState():
            return value.trouble or ("ready, paper near end" if value.near_end else "ready")
        case c.Text(text):
            return f"text: {text}"
        case Foreign():
            return str(value)
        case PictureRows(drawn):
            return f"picture |{drawn}|"
        case Noise(data, reason):
            return f"noise {data.hex(' ')}: {reason}"
        case _:
            return repr(value)


def _guesses(bits: int) -> str:
    """The byte does not say which question it answers: all four readings."""
    readings = []
    for question in Question:
        answers = dict.fromkeys(Question, _REAL_TIME_FINE) | {question: bits}
        state = diagnose(answers)
        near = " near end" if state.near_end else ""
        readings.append(f"n={question:d} {state.trouble or 'fine'}{near}")
    return ", ".join(readings)


def _paper(near_end: bool, end: bool) -> str:  # two bits of one byte
    if end:
        return "out"
    return "near end" if near_end else "there"
