"""For everyone: each screen × glass × mode × language is laid out and measured.

The whole product stands in `make torture`. Every run measures what can fail for reasons of its own:
on a glass upright, in both languages, standing, 低位, 长辈版 in 高对比 and all three together; on
one that lies and on one that is small, each mode and each language once. 高对比 changes colours and
nothing else, so it comes with the letters of 长辈版; a glass of 32 inches shows what one of 21.5
does, larger.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product, starmap

import pytest
from PySide6.QtGui import QFontMetricsF, QGuiApplication

from broker.settings import Settings, load
from kiosk.qt import fonts
from kiosk.ticket.pages.table import PAGES
from kiosk.ticket.screens import Comfort, Language
from tests.gui.everyone import GLASSES, Stand, table
from tests.gui.glass_measures import box, wrong
from tests.gui.kiosk_rig import HALL

MODES = [
    "-".join(name for name, on in zip(("elder", "contrast", "low"), ways, strict=True) if on)
    for ways in product((False, True), repeat=3)
]


def comfort(mode: str, language: Language) -> Comfort:
    return Comfort(language, "elder" in mode, "low" in mode, "contrast" in mode)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load(HALL, tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def stands(settings: Settings) -> Iterator[dict[str, Stand]]:
    app = QGuiApplication.instance() or QGuiApplication([])
    fonts.load()
    made = {glass: Stand(settings, glass) for glass in GLASSES}
    yield made
    for stand in made.values():
        stand.close()
    del app


UPRIGHT = ("", "elder-contrast", "low", "elder-contrast-low")
PAIRS = {
    ("19", "", Language.ZH),
    ("19", "elder-contrast", Language.EN),
    ("21.5-lying", "", Language.EN),
    ("21.5-lying", "elder-contrast", Language.ZH),
}


def every(glass: str, mode: str, language: Language) -> object:
    """All of them in `make torture`; at every run what no other of them shows."""
    shown = (glass == "21.5-upright" and mode in UPRIGHT) or (glass, mode, language) in PAIRS
    return pytest.param(
        *(glass, mode, language),
        id=f"{glass}-{mode or 'standing'}-{language.value}",
        marks=() if shown else pytest.mark.torture,
    )


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("glass", "mode", "language"), [*starmap(every, product(GLASSES, MODES, Language))]
)
def test_every_screen_can_be_read_and_touched(
    stands: dict[str, Stand], glass: str, mode: str, language: Language
) -> None:
    stand = stands[glass]
    if "low" in mode and stand.glass.wide:
        pytest.skip("a glass that lies is low already")
    found, helping = {}, set()
    for name in stand.table:
        stand.complaints.clear()
        stand.show(name, comfort(mode, language))
        if reads_as_usual(name):
            helping.add(what_helps(stand))
        bare = name.startswith("staff")  # it has no 长辈版
        if bad := wrong(stand, mode.replace("elder", "") if bare else mode):
            found[name] = bad
    said = [f"{name}: {each}" for name, bad in found.items() for each in bad]
    assert not said, "\n".join(said)
    assert len(helping) == 1, "keys of the frame move from page to page"


def reads_as_usual(name: str) -> bool:
    """Staff have large letters nowhere, a question covers the frame, and while a page is read, how
    loud has the place of some keys."""
    return not name.startswith("staff") and name not in ("still", "home-reading")


def what_helps(stand: Stand) -> tuple[tuple[str, float, float, bool], ...]:
    """The keys of the modes: where each stands, and whether it is drawn as switched on."""
    keys = {each.objectName(): each for each in stand.targets()}
    names = ("elder", "english", "contrast", *(() if stand.glass.wide else ("low",)), "read")
    places = {name: box(keys[name]) for name in names}
    return tuple(
        (name, place.x(), place.y(), bool(keys[name].property("chosen")))
        for name, place in places.items()
    )


def test_every_screen_is_measured(settings: Settings) -> None:
    shown = {type(row.screen(settings)) for row in table(settings).values()}
    missing = {kind.__name__ for kind in PAGES} - {kind.__name__ for kind in shown}
    assert not missing, "they need a row in tests/gui/everyone.py"


@pytest.mark.parametrize("name", ["low", "elder", "contrast"])
def test_a_mode_does_what_it_says(stands: dict[str, Stand], name: str) -> None:
    """The control: were the mode without effect, everything above would measure the same thing."""
    stand = stands["21.5-upright"]
    stand.show("home", comfort("", Language.ZH))
    before = stand.image
    assert not any(chosen for *_, chosen in what_helps(stand))
    stand.show("home", comfort(name, Language.ZH))
    assert before != stand.image
    assert [key for key, *_, chosen in what_helps(stand) if chosen] == [name]


def test_letters_grow_with_the_glass(stands: dict[str, Stand]) -> None:
    """In millimetres: a glass of 32 inches is read from farther away."""
    highs = {}
    for glass in ("21.5-upright", "32-upright"):
        stand = stands[glass]
        stand.show("home", comfort("", Language.ZH))
        font = next(each for each in stand.texts() if each.property("heavy")).property("font")
        highs[glass] = QFontMetricsF(font).capHeight() / stand.px_per_mm
    assert highs["32-upright"] > 1.4 * highs["21.5-upright"]
