"""What the programs of a hall are called as clients of its broker. Pure."""

from __future__ import annotations


def panel_at(window: int | str) -> str:
    """What the panel of a window is called."""
    return f"panel-{window}"


def enrolment_at(reader: str) -> str:
    """What the enrolment desk beside a reader is called."""
    return f"enrolment-{reader}"


def reader_of(enrolment: str) -> str:
    """Beside which reader an enrolment desk of that name is."""
    return enrolment.removeprefix(enrolment_at(""))


def service_at(role: str, wing: str) -> str:
    """What the service of a role is called in a wing; on the ledger's machine it is the role."""
    return f"{role}-{wing}" if wing else role


def client_name(role: str, key: str) -> str:
    """What the program of a role calls itself; `key` says which of its kind, as for `hall run`."""
    match role:
        case "board":
            return f"board-{key or 1}"
        case "panel":
            return panel_at(key or 1)
        case "enrolment":
            return enrolment_at(key)
        case "displays" | "evaluators" | "clockin":
            return service_at(role, key)
        case _:
            return key or role
