"""The plan of the house, computed from its imports: no circle anywhere, few rooms, few floors."""

from __future__ import annotations

import grimp
import pytest

from tests.arch.source import (
    PACKAGES,
    Arrows,
    circles,
    floors,
    graph,
    module_arrows,
    room_arrows,
)

KIOSK_ROOMS = 11
KIOSK_FLOORS = 4
BELOW_THE_SCREENS = {"input", "printing", "qt", "words"}


def drawn(*imports: str) -> grimp.ImportGraph:
    """A house of a few lines "importer -> imported", for the controls."""
    made = grimp.ImportGraph()
    for line in imports:
        importer, imported = line.split(" -> ")
        for name in (importer, imported):
            made.add_module(name.partition(".")[0])
            made.add_module(name)
        made.add_import(importer=importer, imported=imported)
    return made


def kiosk() -> Arrows:
    """The rooms of kiosk by their own names."""
    arrows = room_arrows(graph(), "kiosk")
    return {
        room.partition(".")[2]: frozenset(other.partition(".")[2] for other in others)
        for room, others in arrows.items()
    }


def test_no_module_stands_in_a_circle() -> None:
    assert not circles(module_arrows(graph()))


@pytest.mark.parametrize(
    "house",
    sorted({name.rpartition(".")[0] for name in graph().modules} - {""}),
)
def test_no_room_stands_in_a_circle(house: str) -> None:
    """Of no package, at no depth: what lies in a folder is one thing to those beside it."""
    assert not circles(room_arrows(graph(), house))


def test_no_package_stands_in_a_circle() -> None:
    first = {name: name.partition(".")[0] for name in graph().modules}
    arrows = {
        package: frozenset(
            first[other]
            for name in graph().find_descendants(package) | {package}
            for other in graph().find_modules_directly_imported_by(name)
            if first[other] != package
        )
        for package in PACKAGES
    }
    assert not circles(arrows)
    assert arrows["kiosk"] >= {"broker"}  # they were looked at


def test_the_kiosk_has_few_rooms_on_few_floors() -> None:
    """Rooms are its folders; `app` is the door, and counts as a floor."""
    arrows = kiosk()
    rooms = [room for room in arrows if graph().find_children(f"kiosk.{room}")]
    assert len(rooms) <= KIOSK_ROOMS, sorted(rooms)
    assert len(floors(arrows)) <= KIOSK_FLOORS, floors(arrows)


def test_every_screen_stands_on_its_floor() -> None:
    """On what all screens share, beside the other screens, and under nobody but the program.

    A screen's room is one that holds a `view`: `kiosk.app` looks for it there.
    """
    arrows = kiosk()
    screens = {room for room in arrows if f"kiosk.{room}.view" in graph().modules}
    assert screens >= {"ticket", "panel", "board"}
    assert arrows.keys() - screens - {"app"} >= BELOW_THE_SCREENS
    for screen in screens:
        assert not arrows[screen] & screens, f"{screen} knows another screen"
        assert "app" not in arrows[screen], screen
    for room in arrows.keys() - screens - {"app"}:
        assert not arrows[room] & screens, f"{room} stands below the screens and knows one"


def test_a_circle_of_modules_would_be_seen() -> None:
    """The control: through a package's own `__init__` too."""
    made = drawn("a.one -> a.two", "a.two -> a", "a -> a.one", "a.two -> b.three")
    assert circles(module_arrows(made)) == [["a", "a.one", "a.two"]]


def test_a_circle_of_rooms_would_be_seen() -> None:
    """The control: no module stands in a circle here, and the rooms do."""
    made = drawn("a.x -> a.y", "a.x.one -> a.y.one", "a.y.two -> a.x.two", "a.z -> a.x.one")
    assert not circles(module_arrows(made))
    assert circles(room_arrows(made, "a")) == [["a.x", "a.y"]]


def test_a_floor_too_many_would_be_seen() -> None:
    """The control: each import downwards is a floor, and a circle stands nowhere."""
    made = drawn("a.app -> a.view", "a.view -> a.words", "a.app -> a.words")
    assert floors(room_arrows(made, "a")) == [["a.words"], ["a.view"], ["a.app"]]
    with pytest.raises(ValueError, match="a circle"):
        floors(room_arrows(drawn("a.x -> a.y", "a.y -> a.x"), "a"))
