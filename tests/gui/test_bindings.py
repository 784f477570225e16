"""QML reads what Python shows, and Python shows nothing that QML does not read."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec import Struct

from kiosk.board.look import BoardLook
from kiosk.clock_in.enrolment.look import PersonPage, TakingPage
from kiosk.clock_in.look import ClockInLook
from kiosk.guide_desk.look import GuideDeskLook
from kiosk.panel.look import PanelLook
from kiosk.ticket.edits import edited
from kiosk.ticket.look import TicketLook
from kiosk.ticket.pages.keys import KEYPAD, NUMBER_PAD, TURNING
from kiosk.ticket.pages.table import PAGES
from kiosk.ticket.screens import WAYS, Guidance, Screen, StillThere
from kiosk.words.values import Page
from tests.gui.bindings import Reader, structs
from tests.order import in_order

KIOSK = Path(__file__).parents[2] / "kiosk"
UI = KIOSK / "ui"
LOOKS: dict[str, type[Struct]] = {
    "ticket": TicketLook,
    "panel": PanelLook,
    "board": BoardLook,
    "guide_desk": GuideDeskLook,
    "clock_in": ClockInLook,
}
IN_QML = {  # they go through a part that is told which one by its place
    ("Wording", "zh"),
    ("Wording", "en"),
}


def drawn_pages(base: type[Page] = Page) -> list[type[Page]]:
    """Every page that is no base of others."""
    return [
        leaf for each in in_order(base.__subclasses__()) for leaf in drawn_pages(each) or [each]
    ]


def pages(screen: str) -> dict[str, type[Page]]:
    """The pages of a screen, by the names of their QML files."""
    return {
        each.__name__: each
        for each in drawn_pages()
        if each.__module__.startswith(f"kiosk.{screen}.")
    }


def reader(screen: str) -> Reader:
    return Reader(UI / screen, LOOKS[screen], pages(screen))


def test_every_screen_is_looked_at() -> None:
    assert {PersonPage.__name__, TakingPage.__name__} <= pages("clock_in").keys()  # of the desk
    assert set(LOOKS) == {file.parent.name for file in KIOSK.glob("*/view.py")}


@pytest.mark.parametrize("screen", LOOKS)
def test_every_name_that_qml_reads_is_there(screen: str) -> None:
    assert reader(screen).errors == set()


@pytest.mark.parametrize("screen", LOOKS)
def test_every_field_is_read(screen: str) -> None:
    shown = {
        (name, field)
        for name, kind in structs(LOOKS[screen], pages(screen)).items()
        for field in kind.__struct_fields__
    }
    assert shown - reader(screen).reads - IN_QML == set()


@pytest.mark.parametrize("screen", LOOKS)
def test_every_page_has_its_qml(screen: str) -> None:
    """And is loaded by that name alone."""
    for name in pages(screen):
        file = UI / screen / f"{name}.qml"
        assert file.exists(), f"write kiosk/ui/{screen}/{name}.qml, or make {name} a plain Struct"


def test_every_screen_of_the_ticket_kiosk_has_its_page() -> None:
    """`StillThere` is no page: it lies over one."""
    for kind in set(get_args(Screen)) - {StillThere} - set(PAGES):
        pytest.fail(f"add row({kind.__name__}, …) to PAGES in kiosk/ticket/pages/table.py")
    for kind in set(PAGES) - set(get_args(Screen)):
        pytest.fail(f"add {kind.__name__} to the union Screen in kiosk/ticket/screens.py")
    assert set(PAGES) == set(get_args(Screen)) - {StillThere}
    assert {type(way.leads_to) for way in WAYS} <= set(PAGES)


PADS = {"TURNING": TURNING, "KEYPAD": KEYPAD, "NUMBER_PAD": NUMBER_PAD}


def own(make: Callable[..., object]) -> tuple[set[str], set[str]]:
    """The fields of the page that `make` makes, and the names that stand in its module."""
    module = make.__module__
    pages = [each for each in drawn_pages() if each.__module__ == module]
    return {name for page in pages for name in page.__struct_fields__}, set(
        vars(sys.modules[module])
    )


@pytest.mark.parametrize("screen", PAGES, ids=lambda kind: kind.__name__)
def test_a_list_in_pages_can_be_turned_and_keys_can_be_typed(screen: type[Struct]) -> None:
    """A pager or keypad that is drawn is not dead: its touches are given, and change the screen."""
    fields, names = own(PAGES[screen].make)
    turns, types = "page" in screen.__struct_fields__, "text" in screen.__struct_fields__
    does = "takes `page: int = 0` in screens.py, **TURNING among its touches, page and pages to QML"
    assert ({"page", "pages"} <= fields, "TURNING" in names) == (turns, turns), (
        f"a list in pages {does}"
    )
    pads = {"KEYPAD", "NUMBER_PAD"} & names
    assert bool(pads) == types, "a page with keys takes `text` in screens.py and **KEYPAD"
    required = len(screen.__struct_fields__) - len(screen.__struct_defaults__)
    shown: Any = screen(*("" for _ in range(required)))
    if turns:
        assert edited(edited(shown, TURNING["next"]), TURNING["next"]).page == 2  # type: ignore[union-attr]  # it has one
        assert edited(shown, TURNING["previous"]) == shown
    if types:
        assert edited(shown, NUMBER_PAD["key-7"]).text == "7"  # type: ignore[union-attr]  # it has one


def sent(name: str, files: dict[str, str]) -> set[str]:
    """The touches that a QML page names itself, and those of the parts that it draws."""
    text, found = files[name], set(re.findall(r'\btouched\("([^"]+)"\)', files[name]))
    for part in files:
        draws = part != name and not part.endswith("Page") and re.search(rf"\b{part} \{{", text)
        found |= sent(part, files) if draws else set()
    return found


def given(make: Callable[..., object]) -> set[str]:
    """The touches that stand as words in the module of a page, and in the keys it takes over."""
    module = sys.modules[make.__module__]
    words = set(re.findall(r'"([\w-]+)"', Path(str(module.__file__)).read_text("utf-8")))
    for name, keys in PADS.items():
        words |= set(keys) if name in vars(module) else set()
    return words | ({"search"} if "searching" in vars(module) else set())


@pytest.mark.parametrize("screen", PAGES, ids=lambda kind: kind.__name__)
def test_what_a_page_says_was_touched_means_something(screen: type[Struct]) -> None:
    make = PAGES[screen].make
    files = {file.stem: text for file, text in drawn().items() if file.parent.name != "guide_desk"}
    for page in (each for each in drawn_pages() if each.__module__ == make.__module__):
        unknown = sent(page.__name__, files) - given(make)
        where = make.__module__.replace(".", "/")
        assert not unknown, f"{page.__name__}.qml: give {unknown} a meaning in {where}.py"


def test_a_touch_that_means_nothing_would_be_seen() -> None:
    """The control."""
    files = {"APage": 'B {}\n B { onDone: a.touched("no") }', "B": 'Item { a.touched("so") }'}
    assert sent("APage", files) == {"so", "no"}
    assert "take" in given(PAGES[Guidance].make)
    assert "no" not in given(PAGES[Guidance].make)


class NewList(Struct, frozen=True):
    """A screen that nobody has named."""

    page: int = 0
    text: str = ""


def test_a_new_screen_can_be_turned_without_being_named() -> None:
    new: Any = NewList()
    assert edited(new, TURNING["next"]) == NewList(page=1)
    assert edited(edited(new, TURNING["next"]), KEYPAD["key-B"]) == NewList(text="B")


def test_no_two_screens_have_pages_of_one_name() -> None:
    names = [name for screen in LOOKS for name in pages(screen)]
    assert sorted(set(names)) == sorted(names)


def drawn() -> dict[Path, str]:
    """Every QML file, without its comments."""
    return {file: re.sub(r"//[^\n]*", "", file.read_text("utf-8")) for file in UI.rglob("*.qml")}


def undrawn(files: dict[Path, str], known: set[str]) -> set[str]:
    """Files that nobody names: neither another file, nor Python."""
    return {
        file.stem
        for file in files
        if file.stem not in known
        and not any(
            re.search(rf"\b{file.stem}\b", text) for each, text in files.items() if each != file
        )
    }


def test_every_part_is_drawn_by_somebody() -> None:
    """A page by its name, a window by its program, a part by another file."""
    views = "".join(file.read_text("utf-8") for file in KIOSK.rglob("view.py"))
    windows = set(re.findall(r"\w+/(\w+)\.qml", views))
    known = {name for screen in LOOKS for name in pages(screen)} | windows
    assert undrawn(drawn(), known) == set()
    assert undrawn(drawn(), known - {"PrintingPage"}) == {"PrintingPage"}  # the control: not kept


def test_what_two_screens_draw_stands_in_parts() -> None:
    """No screen takes a part from another one's folder, and none draws its own of the same name."""
    imports = {
        found
        for text in drawn().values()
        for found in re.findall(r"^import kiosk\.(\S+)", text, re.MULTILINE)
    }
    assert imports == {"ui", "ui.parts"}
    stems = [file.stem for file in drawn()]
    assert sorted(set(stems)) == sorted(stems)


class Bell(Struct, frozen=True):
    tone: str


class BellPage(Page, frozen=True):
    bells: tuple[Bell, ...]
    loudest: Bell | None


class BellLook(Struct, frozen=True):
    page: BellPage


QML = """
Item {
    id: ringing
    required property var page
    readonly property int many: page.bells.length  // page.nothing
    Repeater {
        model: ringing.page.bells
        Text { required property var modelData; text: modelData.%s }
    }
    Repeater {
        model: many
        Text {
            readonly property var row: ringing.at(ringing.page.bells, index)
            text: ringing.many > 1 ? row.tone
                                   : ringing.page.%s?.tone
        }
    }
}
"""


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("tone", "loudest", 0), ("tune", "loudest", 1), ("tone", "softest", 1), ("tune", "x", 2)],
)
def test_a_name_that_leads_nowhere_would_be_seen(
    tmp_path: Path, one: str, other: str, errors: int
) -> None:
    """The control."""
    (tmp_path / "BellPage.qml").write_text(QML % (one, other), "utf-8")
    found = Reader(tmp_path, BellLook, {"BellPage": BellPage})
    assert len(found.errors) == errors
    assert ("BellPage", "bells") in found.reads
    assert ("Bell", "tone") in found.reads
