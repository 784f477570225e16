"""Messages to JSON and back; everything unreadable is a `WireError` that names its trouble."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import Struct

from broker.domain.base import kebab
from broker.domain.errors import WireError
from broker.domain.facts import AnyFact
from broker.domain.fitting import fitted, flawed
from broker.domain.requests import Answer, AnyRequest
from broker.wire.messages import Message

M = TypeVar("M", bound=Struct)
T = TypeVar("T")

LARGEST = 64 * 1024  # bytes of payload; the largest honest message, a batch of facts, stays below
LARGEST_PACKET = LARGEST + 1024  # with topic and properties. paho reads 700 KB of them for minutes
_SAID = 200  # characters of what is wrong with a message, which may quote all of it
_WHERE = 60  # of them for its end, which says where
_FACTS = {kebab(kind.__name__) for kind in get_args(AnyFact)}

_encoder = msgspec.json.Encoder()
_answers: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)
_anything: msgspec.json.Decoder[dict[str, Any]] = msgspec.json.Decoder(dict[str, Any])
_requests: msgspec.json.Decoder[AnyRequest] = msgspec.json.Decoder(AnyRequest)


def encode(message: Struct) -> bytes:
    """The JSON of `message`, its free text made to fit. Raises `ValueError` for one that is larger
    than the bus allows."""
    payload = _encoder.encode(fitted(message) if isinstance(message, Message) else message)
    if len(payload) > LARGEST:
        raise ValueError(f"{type(message).__name__} of {len(payload)} bytes exceeds {LARGEST}")
    return payload


def encode_request(request: AnyRequest) -> bytes:
    """The JSON of a request as the ledger will take it: free text made to fit its field."""
    return encode(fitted(request))


def decode(payload: bytes, of: type[M]) -> M:
    """Read a message of one known type, no text of which does anything to who reads it. Unknown
    fields are ignored: a newer sender knows more."""
    message: M = _read(payload, _decoder(of))
    if found := flawed(message):
        raise WireError(found)
    return message


def decode_request(payload: bytes) -> AnyRequest:
    """Read any request by its tag."""
    return _read(payload, _requests)


def judged_request(payload: bytes) -> AnyRequest:
    """The same at the ledger's door, where no text is taken in that would become a fact and turn
    up on signs, slips and terminals."""
    request = decode_request(payload)
    if found := flawed(request):
        raise WireError(found)
    return request


def decode_answer(payload: bytes) -> Answer:
    """Read the answer to a request. A newer ledger may tell of facts in a ticket's history that we
    do not know: those are left out, so that an older screen still shows the ticket."""
    try:
        return _read(payload, _answers)
    except WireError:
        read = _read(payload, _anything)
        history = read.get("history")
        if not isinstance(history, list) or all(map(_is_known, history)):
            raise
        return _converted({**read, "history": [each for each in history if _is_known(each)]})


def _converted(read: dict[str, Any]) -> Answer:
    try:
        made: Answer = msgspec.convert(read, Answer)
    except msgspec.ValidationError as error:
        raise WireError(_why(error)) from error
    return made


def _is_known(dated: Any) -> bool:
    """Whether this part of a history tells a fact we know, or nothing that could be one."""
    fact = dated.get("fact") if isinstance(dated, dict) else None
    tag = fact.get("type") if isinstance(fact, dict) else None
    return not isinstance(tag, str) or tag in _FACTS


@cache
def _decoder(of: type[Struct]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(of)


def _read(payload: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    if len(payload) > LARGEST:
        raise WireError(f"{len(payload)} bytes, more than {LARGEST}")
    try:
        return decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(_why(error)) from error


def _why(error: Exception) -> str:
    """What is wrong, and where: of a long quotation, the middle is left out."""
    said = str(error)
    if len(said) <= _SAID:
        return said
    return f"{said[: _SAID - _WHERE - 1]}…{said[-_WHERE:]}"
