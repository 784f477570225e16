"""What the keys of an FF 68 keypad mean."""

from __future__ import annotations

from evaluator.dialogue import PadKey, PadPressed
from evaluator.models.ff68 import spec
from evaluator.models.ff68.codec import Keys

_MEANS = {
    spec.FunctionKey.EVALUATE: PadKey.EVALUATE,
    spec.FunctionKey.CALL: PadKey.CALL,
    spec.FunctionKey.RECALL: PadKey.RECALL,
    spec.FunctionKey.CANCEL: PadKey.CANCEL,
    spec.FunctionKey.CONFIRM: PadKey.CONFIRM,
    spec.FunctionKey.ONE_METRE: PadKey.ONE_METRE,
    spec.FunctionKey.PAUSE: PadKey.PAUSE,
    spec.FunctionKey.TRANSFER: PadKey.TRANSFER,
}
_CONFIRMED = {
    spec.HOLD: PadKey.HOLD,
    spec.CALL_BACK: PadKey.CALL_BACK,
    spec.GIVE_UP: PadKey.GIVE_UP,
}


def meaning(heard: Keys, at: float) -> PadPressed:
    """The press that a key frame tells of, which came at that moment."""
    key = _MEANS[heard.key] if heard.key is not None else None
    if key is PadKey.CONFIRM and heard.typed in _CONFIRMED:
        return PadPressed(heard.address, _CONFIRMED[heard.typed], at=at)
    return PadPressed(heard.address, key, heard.typed, at)
