"""Which of its kind a role can be: `kiosk:kiosk-1`, `panel:3`; most are one of a kind."""

from __future__ import annotations

from broker.domain.client_names import reader_of
from broker.domain.clients import Client, ClientKind, clients
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.wings import services_at, wings
from broker.registry import Group, names
from broker.settings import Settings

ALONE = frozenset({"ledger", "board"})
"""One process of these serves a whole hall."""

SERVICES = ("displays", "evaluators", "clockin")
"""One process of these serves the ledger's machine, and one each wing that has such devices."""


def posts(hall: Hall) -> dict[str, tuple[str, ...]]:
    """By role, the places that can have one."""
    return {
        "kiosk": tuple(each.id for each in hall.kiosks),
        "panel": tuple(str(each.number) for each in hall.windows),
        "guide": tuple(each.id for each in hall.guide_desks),
        "clock-in": tuple(each.id for each in hall.clock_ins),
        "enrolment": tuple(each.id for each in hall.readers),
        **{
            role: tuple(wing for wing in wings(hall) if role in services_at(hall, wing))
            for role in SERVICES
        },
    }


def as_role(hall: Hall, client: str) -> tuple[str, str]:
    """Which role a client of hall.toml is, and which of its kind. `ConfigError` for one that it
    does not have any more."""
    found = next((each for each in clients(hall) if each.name == client), None)
    match found:
        case None:
            problem = f"the hall has no {client} any more"
            raise ConfigError("command line", client, problem, "have this machine join anew")
        case Client(kind=ClientKind.PANEL):
            return "panel", str(found.window)
        case Client(kind=ClientKind.ENROLMENT):
            return "enrolment", reader_of(client)
        case Client(kind=kind) if kind.value in ALONE:
            return kind.value, ""
        case Client(kind=kind, wing=wing) if kind.value in SERVICES:
            return kind.value, wing
        case _:
            return found.kind.value, client


def judge(settings: Settings, command: str, role: str, key: str) -> None:
    """`ConfigError` for a role that there is not, or a place that hall.toml does not have. An empty
    key means the only place; roles of somebody else's package know their keys themselves."""
    known = names(Group.ROLE)
    if role not in known:
        remedy = f"use one of: {', '.join(known)}"
        raise ConfigError(f"hall {command}", role, "there is no such role", remedy)
    if not key:
        return
    if role in ALONE:
        problem = f"{role} is one for the whole hall, and is not told which"
        raise ConfigError(f"hall {command}", f"{role} {key}", problem, f"write {role}")
    there = posts(settings.hall).get(role)
    if there is not None and key not in there:
        problem = f"hall.toml has no {key} for this role"
        raise ConfigError(f"hall {command}", f"{role} {key}", problem, _remedy(there))


def _remedy(there: tuple[str, ...]) -> str:
    return f"use one of: {', '.join(there)}" if there else "write it into hall.toml first"
