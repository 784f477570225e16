"""What a request asks for, as a digest: the same id is believed only with the same content."""

from __future__ import annotations

import hashlib
from functools import cache

import msgspec
from msgspec.structs import FieldInfo, fields

from broker.domain.base import Request
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.requests import AnyChange

LENGTH = 16  # bytes: nobody finds a second content for a digest that is given

# The sender's own, and others when it is asked again or somebody signed in anew: no rule looks.
_SENT = frozenset({"at", "session"})
# Of an opinion its words, too: they are erased one day, and with a digest a guess could be tried.
_WRITTEN = _SENT | {"words", "written", "lost"}
_encoder = msgspec.json.Encoder(order="deterministic")


def digest(request: AnyChange) -> bytes:
    """The digest of all fields but the time of sending, the session, and what somebody wrote.

    Fields that hold their default are left out, so that a request kept in an outbox has the same
    digest when a later version knows one more field.
    """
    said = {
        each.name: value
        for each in _fields(type(request))
        if (value := getattr(request, each.name)) != each.default
    }
    kind = request.__struct_config__.tag
    return hashlib.sha256(_encoder.encode([kind, said])).digest()[:LENGTH]


@cache
def _fields(kind: type[Request]) -> tuple[FieldInfo, ...]:
    left_out = _WRITTEN if kind is LeaveOpinion else _SENT
    return tuple(each for each in fields(kind) if each.name not in left_out)
