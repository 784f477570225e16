"""Wings: which service looks after what, and may say what."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from broker.commands.devices import find
from broker.commands.invite import meant
from broker.commands.roles import as_role, judge
from broker.commands.roll import expected
from broker.domain.checking import wiring
from broker.domain.clients import Client, ClientKind, clients
from broker.domain.errors import ConfigError
from broker.domain.hall import Display, EvaluatorPost, Hall, Reader, Wire
from broker.domain.machinery import BrokerTable
from broker.domain.wings import HERE, part_at, services_at, wings
from broker.joining.membership import become
from broker.settings import Settings
from broker.wire.access import access
from broker.wire.topics import Kind, Topics
from tests.stages.halls import small_hall

TOPICS = Topics("small")


def spread() -> Hall:
    """Two signs here, one in the east with an evaluator and a reader."""
    hall = small_hall()
    return msgspec.structs.replace(
        hall,
        broker=BrokerTable(port=8883, addresses=("10.0.0.1",)),
        lines=(
            Wire(id="led", driver="onbon", port="tty/led"),
            Wire(id="led-east", driver="onbon", port="tty/led", at="east"),
            Wire(id="pads-east", driver="ff68", port="tty/pads", at="east"),
            Wire(id="finger-east", driver="ef01", port="tty/finger", at="east"),
        ),
        displays=(
            Display(window=1, line="led", address=1),
            Display(window=2, line="led-east", address=1),
        ),
        evaluators=(EvaluatorPost(window=2, line="pads-east", address=1),),
        keypads=(),
        readers=(Reader(id="door", line="finger-east"),),
    )


def test_each_place_has_its_own_devices_and_none_is_nobody_s() -> None:
    hall = spread()
    assert wings(hall) == ("east",)
    places = [part_at(hall, place) for place in (HERE, *wings(hall))]
    for table in ("displays", "evaluators", "keypads", "readers"):
        found = [each for place in places for each in getattr(place, table)]
        assert sorted(found, key=repr) == sorted(getattr(hall, table), key=repr)
    assert services_at(hall, HERE) == ("displays",)
    assert services_at(hall, "east") == ("displays", "evaluators", "clockin")


def test_a_wing_s_services_are_clients_of_their_own() -> None:
    hall = spread()
    names = {each.name: each for each in clients(hall)}
    assert names["displays-east"] == Client("displays-east", ClientKind.DISPLAYS, wing="east")
    assert (Kind.SERVICE, "clockin-east") in expected(hall)
    assert (Kind.SERVICE, "clockin") not in expected(hall), "nothing hangs here"
    assert len(names) == len(clients(hall))


def test_it_speaks_of_its_own_devices_alone() -> None:
    hall = spread()

    def writes(name: str) -> frozenset[str]:
        client = next(each for each in clients(hall) if each.name == name)
        return access(TOPICS, hall, client).writes

    assert TOPICS.subtree(Kind.DISPLAY, 2) in writes("displays-east")
    assert TOPICS.subtree(Kind.DISPLAY, 1) not in writes("displays-east")
    assert TOPICS.subtree(Kind.DISPLAY, "+") not in writes("displays-east")
    assert TOPICS.subtree(Kind.DISPLAY, "+") in writes("displays")
    assert TOPICS.subtree(Kind.READER, "door") in writes("clockin-east")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("services east", ("displays-east", "evaluators-east", "clockin-east")),
        ("panel 2 board", ("panel-2", "board-1")),
        ("board-2 panel-1 panel 1", ("board-2", "panel-1")),
        ("services nowhere", ("nowhere",)),
        ("panel", ("panel",)),
    ],
)
def test_words_for_clients(words: str, found: tuple[str, ...]) -> None:
    assert meant(spread(), words.split()) == found


@pytest.mark.parametrize("role", ["displays", "evaluators", "clockin"])
def test_a_service_of_a_wing_is_a_role_with_a_key(role: str) -> None:
    settings = Settings(spread(), Path("hall.toml"), Path("run"), ())
    judge(settings, "run", role, "east")
    assert as_role(settings.hall, f"{role}-east") == (role, "east")
    with pytest.raises(ConfigError, match="west"):
        judge(settings, "run", role, "west")


def test_a_wing_whose_machine_finds_no_broker_is_told() -> None:
    hall = msgspec.structs.replace(spread(), broker=BrokerTable())
    assert [each.path for each in wiring.far_lines(hall)] == [("broker", "addresses")]
    assert not list(wiring.far_lines(spread()))


def test_a_machine_asks_the_devices_of_its_own_lines_alone(tmp_path: Path) -> None:
    def words(joined: tuple[str, ...]) -> dict[str, str]:
        if joined:
            become(tmp_path, "small", joined, {"hall.json": b"{}"})
        settings = Settings(spread(), Path("hall.toml"), tmp_path, ())
        return {f"{each.device.kind} {each.wire.id}": each.word for each in find(settings)}

    here = words(())
    assert {line.split()[1] for line, word in here.items() if word != "elsewhere"} == {"led"}
    there = words(("displays-east", "clockin-east"))
    assert {line.split()[1] for line, word in there.items() if word == "elsewhere"} == {"led"}
