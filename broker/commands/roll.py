"""The roll of a hall: what hall.toml promises, against what says that it is there. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from broker.domain.client_names import service_at
from broker.domain.hall import Hall
from broker.domain.wings import HERE, services_at, wings
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind, subject

Subject = tuple[str, str]  # kind and id, as in a topic

_AWAY = (Liveness.DISCONNECTED, Liveness.LOST)


def expected(hall: Hall) -> tuple[Subject, ...]:
    """Services, screens of the hall, and devices. A clerk's panel comes and goes with the clerk,
    and boards are not in hall.toml: neither is missed."""
    places = (HERE, *wings(hall))
    names = ["ledger"]
    names += [service_at(role, wing) for wing in places for role in services_at(hall, wing)]
    names += [each.id for each in hall.kiosks] + [each.id for each in hall.guide_desks]
    names += [each.id for each in hall.clock_ins]
    return (
        *((Kind.SERVICE, name) for name in names),
        *((Kind.DISPLAY, str(each.window)) for each in hall.displays),
        *((Kind.EVALUATOR, str(each.window)) for each in hall.evaluators),
        *((Kind.KEYPAD, str(each.window)) for each in hall.keypads),
        *((Kind.READER, each.id) for each in hall.readers),
    )


def absent(hall: Hall, devices: Mapping[str, DeviceState]) -> tuple[Subject, ...]:
    """What is expected and never came, ended, or was lost. `devices` are `$state`s by topic."""
    there = {subject(topic) for topic, state in devices.items() if state.state not in _AWAY}
    return tuple(each for each in expected(hall) if each not in there)


def never_came(hall: Hall, devices: Mapping[str, DeviceState]) -> tuple[Subject, ...]:
    """What is expected and has no `$state` at all."""
    known = {subject(topic) for topic in devices}
    return tuple(each for each in expected(hall) if each not in known)
