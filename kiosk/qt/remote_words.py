"""What a remote control can be told, as values: one line in, one command out. Pure.

Word lines: `touch NAME [SECONDS]` · `type TEXT` · `key Space` · `wait NAME [SECONDS]` ·
`read NAME PROPERTY` · `shot FILE` · `quit`. Or the same as JSON:
`{"do": "touch", "name": "main"}`.
"""

from __future__ import annotations

import msgspec

PATIENCE = 5.0  # seconds a `wait` lasts when it does not say


class RemoteCommand(msgspec.Struct, frozen=True, tag_field="do", forbid_unknown_fields=True):
    """Base: one thing to do."""


class TouchItem(RemoteCommand, frozen=True, tag="touch"):
    """Touch the middle of the item called `name`, once it can be pressed or the time is over."""

    name: str
    seconds: float = 0.0


class TypeText(RemoteCommand, frozen=True, tag="type"):
    """Type `text` into whatever has the focus."""

    text: str


class PressKey(RemoteCommand, frozen=True, tag="key"):
    """Press a key by its name: `Space`, `F2`, `Ctrl+Q`."""

    key: str


class WaitFor(RemoteCommand, frozen=True, tag="wait"):
    """Wait until the item called `name` is there and can be seen."""

    name: str
    seconds: float = PATIENCE


class ReadValue(RemoteCommand, frozen=True, tag="read"):
    """Tell the value of a property of the item called `name`."""

    name: str
    property: str


class TakeShot(RemoteCommand, frozen=True, tag="shot"):
    """Take a picture of the window into `file`."""

    file: str


class EndScreen(RemoteCommand, frozen=True, tag="quit"):
    """End the program."""


AnyCommand = TouchItem | TypeText | PressKey | WaitFor | ReadValue | TakeShot | EndScreen
_KINDS: dict[str, type[AnyCommand]] = {
    "touch": TouchItem,
    "type": TypeText,
    "key": PressKey,
    "wait": WaitFor,
    "read": ReadValue,
    "shot": TakeShot,
    "quit": EndScreen,
}


def parse(line: str) -> AnyCommand:
    """Understand one line. `ValueError` with a sentence where it is not understood."""
    text = line.strip()
    if text.startswith("{"):
        return _from_json(text)
    word, _, rest = text.partition(" ")
    kind = _KINDS.get(word)
    if kind is None:
        raise ValueError(f"{word!r} is not one of {', '.join(_KINDS)}")
    return _from_words(kind, word, rest.strip())


def _from_json(text: str) -> AnyCommand:
    try:
        command: AnyCommand = msgspec.json.decode(text, type=AnyCommand)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error
    return command


def _from_words(kind: type[AnyCommand], word: str, rest: str) -> AnyCommand:
    names = kind.__struct_fields__
    whole = len(names) <= 1  # a text or a file name may hold spaces
    parts = [rest] if whole and rest else rest.split()
    least = len(names) - len(kind.__struct_defaults__)
    if not least <= len(parts) <= len(names):
        raise ValueError(f"{word} wants {' '.join(names).upper() or 'nothing more'}")
    fields = dict(zip(names, parts, strict=False))
    try:
        return msgspec.convert({"do": word, **fields}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"{word}: {error}") from error
