"""Wings of a hall: lines that hang on another machine than the ledger's, and who serves them. Pure.

A line says with `at` on which machine it hangs. The services of a wing are roles of their own
there, under names of their own; each sees of the hall the devices of its wing alone.
"""

from __future__ import annotations

from msgspec.structs import replace

from broker.domain.client_names import service_at
from broker.domain.hall import Hall, Reader

HERE = ""  # the ledger's own machine


def wings(hall: Hall) -> tuple[str, ...]:
    """The machines that lines hang on, but for the ledger's, in the order of hall.toml."""
    return tuple(dict.fromkeys(each.at for each in hall.lines if each.at))


def part_at(hall: Hall, wing: str) -> Hall:
    """The hall with the devices of one wing, or of the ledger's own machine."""
    there = {each.id for each in hall.lines if each.at == wing}
    return replace(
        hall,
        displays=tuple(each for each in hall.displays if each.line in there),
        evaluators=tuple(each for each in hall.evaluators if each.line in there),
        keypads=tuple(each for each in hall.keypads if each.line in there),
        readers=tuple(each for each in hall.readers if each.line in there),
    )


def services_at(hall: Hall, wing: str) -> tuple[str, ...]:
    """The roles that have something to serve in a wing."""
    part = part_at(hall, wing)
    wanted = {
        "displays": bool(part.displays),
        "evaluators": bool(part.evaluators or part.keypads),
        "clockin": bool(part.readers),
    }
    return tuple(role for role, any_there in wanted.items() if any_there)


def keeper_of(hall: Hall, reader: Reader) -> str:
    """What the service that looks after a reader is called on the bus."""
    wire = hall.wire(reader.line)
    return service_at("clockin", wire.at if wire else HERE)
