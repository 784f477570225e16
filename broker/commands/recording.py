"""A command that has the ledger keep something: judged before it is asked, and never a silence."""

from __future__ import annotations

from typing import TypeVar

from broker.bus.base import Unanswered
from broker.commands.visiting import visit
from broker.domain.errors import ConfigError, WireError
from broker.domain.requests import AnyRequest, Refused
from broker.service.clock import Clock
from broker.settings import Settings
from broker.terminal import say
from broker.wire.codec import encode, judged_request

R = TypeVar("R", bound=AnyRequest)


def checked(request: R) -> R:
    """What the ledger could not read it would not answer: better said at once.

    `ConfigError` names what is wrong.
    """
    try:
        judged_request(encode(request))
    except (WireError, ValueError) as error:
        problem = f"the ledger could not read this: {error}"
        raise ConfigError("command line", "arguments", problem, "correct it") from error
    return request


def record(settings: Settings, clock: Clock, request: AnyRequest, unsure: str, done: str) -> int:
    """Ask, say what became of it, and return what the command ends with. `done` is said when the
    ledger has it, `unsure` when nobody answered: how to find out whether it has."""
    with visit(settings, request.source, clock) as guest:
        if not guest.connected():
            say(
                "未登记：大厅系统没有应答，请确认系统已启动。 /"
                " Not recorded: nobody answers; is the hall running?"
            )
            return 1
        answer = guest.ask(request)
    match answer:
        case Refused():
            say(f"未登记：{answer.zh} / Not recorded: {answer.en}")
        case Unanswered():
            say(unsure)
        case _:
            say(done)
            return 0
    return 1
