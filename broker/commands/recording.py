"""A command that has the ledger keep something: judged before it is asked, and never a silence."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from typing import Any, TypeVar

from broker.bus.base import Unanswered
from broker.commands.visiting import visit
from broker.domain.alerts import Sentences
from broker.domain.base import Request
from broker.domain.errors import ConfigError, WireError
from broker.domain.fitting import flawed
from broker.domain.requests import AnyRequest, Refused
from broker.language import chosen
from broker.service.clock import Clock
from broker.service.life import new_id
from broker.settings import Settings
from broker.settings.sentences import kind_at, sentence, split
from broker.terminal import complain, say
from broker.wire.codec import encode, judged_request

R = TypeVar("R", bound=AnyRequest)


NOT_RECORDED = Sentences("未登记", "Not recorded")
NOBODY = Sentences(
    "未登记：大厅系统没有应答，请确认系统已启动。",
    "Not recorded: nobody answers; is the hall running?",
)
_OPTIONS = {  # what a field is called on the command line, where that is not its name
    "staff": "staff",
    "actual_at": "--at",
    "since": "--at",
    "punched_at": "--at",
    "counted_at": "--at",
    "first": "--from",
    "out_at": "--from",
    "last": "--until",
    "back_at": "--until",
    "leave_kind": "--kind",
    "turn": "--as",
    "text_version": "--consent",
}
_FLAW = re.compile(r"`\$\.(\w+)` (.*)", re.DOTALL)  # as `broker.domain.fitting.flawed` puts it


def asker(arguments: argparse.Namespace, now: datetime, source: str) -> dict[str, Any]:
    """What every request of a person holds who says `--by` and `--reason`."""
    return {
        "id": new_id(),
        "at": now,
        "source": source,
        "by": arguments.by,
        "reason": arguments.reason.strip(),
    }


def checked(request: R) -> R:
    """What the ledger could not read it would not answer: better said at once.

    `ConfigError` names what is wrong, as it is called on the command line.
    """
    if found := flawed(request):  # before it is written down, which half a character cannot be
        raise _unfit(found, type(request))
    try:
        judged_request(encode(request))
    except (WireError, ValueError) as error:
        raise _unfit(str(error), type(request)) from error
    return request


def _unfit(said: str, kind: type[Request]) -> ConfigError:
    if flaw := _FLAW.fullmatch(said):
        field, problem, remedy = flaw[1], flaw[2], "correct it"
    else:
        words, path = split(said)
        key, problem, remedy = sentence(words, kind_at(kind, path))
        field = str(path[0]) if path else key
    return ConfigError("command line", _option(field), problem, remedy)


def _option(field: str) -> str:
    return _OPTIONS.get(field, f"--{field.replace('_', '-')}") if field else "arguments"


def refuse(answer: Refused, what: Sentences = NOT_RECORDED) -> None:
    """Say that the ledger did not do it, and why; in one language, as all that commands say."""
    complain(chosen(f"{what.zh}：{answer.zh}", f"{what.en}: {answer.en}"))


def record(
    settings: Settings,
    clock: Clock,
    request: AnyRequest,
    unsure: Sentences,
    done: Sentences,
    refused: Sentences = NOT_RECORDED,
) -> int:
    """Ask, say what became of it, and return what the command ends with. `done` is said when the
    ledger has it, `unsure` when nobody answered: how to find out whether it has; `refused` before
    its refusal."""
    with visit(settings, request.source, clock) as guest:
        if not guest.connected():
            complain(chosen(*NOBODY))
            return 1
        answer = guest.ask(request)
    match answer:
        case Refused():
            refuse(answer, refused)
        case Unanswered():
            complain(chosen(*unsure))
        case _:
            say(chosen(*done))
            return 0
    return 1
