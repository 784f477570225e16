"""Pictures on the glass of a kiosk that nobody stands before."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from broker.domain.alerts import AlertCode
from broker.settings.attract import load_attract
from broker.wire.topics import Kind
from kiosk.qt.pictures import judge
from kiosk.ticket.attract_folder import EVERY, AttractFolder
from tests.gui.kiosk_rig import Rig, kiosk

FAKE = Path(__file__).parent / "fake_multimedia"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    good, bad, cut = (tmp_path / f"{name}.png" for name in ("good", "bad", "cut"))
    picture = QImage(4000, 3000, QImage.Format.Format_RGB32)
    picture.fill(QColor("#17724A"))
    picture.save(str(good))
    bad.write_bytes(b"no picture")
    cut.write_bytes(good.read_bytes()[:1000])
    drawn = tmp_path / "drawn.svg"
    drawn.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    assert [each.rpartition("/")[2] for each in judge((bad, cut, drawn)).sound] == ["drawn.svg"]
    with kiosk(tmp_path) as made:
        shows(made, folder=".")
        yield made


def test_a_pipe_is_no_picture(tmp_path: Path) -> None:
    """Qt would open it, and hold the whole program until somebody writes into it."""
    os.mkfifo(tmp_path / "pipe.png")
    assert load_attract(tmp_path).pictures == ()
    assert judge((tmp_path / "pipe.png",)).sound == ()


def shows(rig: Rig, **rules: object) -> None:
    """The kiosk's hall.toml has these keys of `[attract]`."""
    hall = rig.settings.hall
    hall = changed(hall, attract=changed(hall.attract, **rules))
    at, place = rig.kiosk, Path(rig.settings.run)
    at._settings = replace(rig.settings, hall=hall)
    at._attract = AttractFolder(hall, place, rig.runner, at._judged)
    for _ in range(200):
        at.refresh()
        rig.pump()
        if not rig.runner.errands:
            return
        QTest.qWait(10)
    pytest.fail("the folder is never read")


def left_alone(rig: Rig) -> None:
    rig.wait(rig.settings.hall.attract.after_seconds, step=20.0)


def test_a_damaged_picture_is_passed_over_and_told_the_next_is_shown(rig: Rig) -> None:
    rig.pump()
    alert = rig.desk.topics.alert(Kind.KIOSK, "kiosk-1", AlertCode.ATTRACT)
    assert "已跳过" in rig.desk.broker.retained[alert].decode()
    left_alone(rig)
    until(lambda: source(rig).endswith(".svg"))
    rig.wait(rig.settings.hall.attract.each_seconds, step=5.0)
    until(lambda: source(rig).endswith("good.png"))  # the damaged ones are no pictures
    item = rig.find("attract-picture")
    assert item is not None
    assert 0 < item.property("implicitWidth") <= rig.window.width()  # no larger than the glass
    assert "轻触屏幕开始" in rig.words()


def test_the_first_touch_wakes_and_opens_nothing(rig: Rig) -> None:
    left_alone(rig)
    assert rig.find("attract") is not None
    rig._tap(rig.middle("card-take"))
    rig.pump()
    assert rig.find("attract") is None
    assert rig.page == "home"
    rig.touch("card-take")
    assert rig.page == "choose"


def test_a_folder_that_is_gone_is_told(rig: Rig) -> None:
    shows(rig, folder="gone")
    alert = rig.desk.topics.alert(Kind.KIOSK, "kiosk-1", AlertCode.ATTRACT)
    assert "已跳过" in rig.desk.broker.retained[alert].decode()


def test_a_changed_folder_is_seen_while_the_kiosk_runs(rig: Rig) -> None:
    before = rig.kiosk._attract.pictures
    (Path(rig.settings.run) / "new.png").write_bytes(
        (Path(rig.settings.run) / "good.png").read_bytes()
    )
    rig.kiosk.refresh()
    rig.pump()
    assert rig.kiosk._attract.pictures is before  # not before its time
    rig.wait(EVERY, step=5.0)
    for _ in range(200):
        if rig.kiosk._attract.pictures is not before:
            break
        QTest.qWait(10)
        rig.pump()
    addresses = rig.kiosk._attract.pictures._addresses
    assert [each.rpartition("/")[2] for each in addresses] == ["drawn.svg", "good.png", "new.png"]


def test_a_folder_that_stays_as_it_is_is_not_decoded_again(rig: Rig) -> None:
    before = rig.kiosk._attract.pictures
    rig.wait(EVERY * 2, step=5.0)
    QTest.qWait(50)
    rig.pump()
    assert rig.kiosk._attract.pictures is before


def pictures_seen(rig: Rig) -> list[QQuickItem]:
    cover = rig.find("attract")
    assert cover is not None
    images = [each for each in cover.childItems() if each.inherits("QQuickImage")]
    return [each for each in images if each.opacity() > 0]


@pytest.mark.parametrize("still", [False, True])
def test_the_next_picture_comes_through_the_one_before_unless_it_is_to_be_still(
    rig: Rig, still: bool
) -> None:
    shows(rig, folder=".", still=still)
    left_alone(rig)
    drawn_in(rig, 1)
    rig.wait(rig.settings.hall.attract.each_seconds, step=5.0)
    if still:
        until(lambda: source(rig).endswith("good.png"))
        assert len(pictures_seen(rig)) == 1
    else:
        until(lambda: len(pictures_seen(rig)) == 2)
        until(lambda: len(pictures_seen(rig)) == 1)
        assert source(rig).endswith("good.png")


def source(rig: Rig) -> str:
    item = rig.find("attract-picture")
    return item.property("source").toString() if item else ""


def drawn_in(rig: Rig, count: int) -> None:
    until(lambda: len(pictures_seen(rig)) == count)


def until(done: Callable[[], bool]) -> None:
    for _ in range(400):
        if done():
            return
        QTest.qWait(10)
    pytest.fail("it did not come")


# films, with a player that plays nothing


@pytest.fixture
def films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    (tmp_path / "hall.mp4").write_bytes(b"a film")
    monkeypatch.setattr("kiosk.ticket.attract_folder.films_can_be_played", lambda: True)
    monkeypatch.setattr("kiosk.qt.pictures.films_are_drawn", lambda: True)
    with kiosk(tmp_path) as made:
        made.engine.addImportPath(str(FAKE))
        yield made


def playing(rig: Rig, place: str) -> tuple[str, int]:
    """The film of a player, and how often it was begun."""
    loader = rig.find(place)
    assert loader is not None
    player = loader.findChild(QObject, "player")
    assert player is not None
    return player.property("source").fileName(), player.property("played")


def test_a_film_is_shown_instead_of_pictures(films: Rig) -> None:
    shows(films, film="hall.mp4", folder=".")
    left_alone(films)
    assert playing(films, "attract-film") == ("hall.mp4", 1)
    films._tap(films.middle("card-take"))
    films.pump()
    assert films.find("attract") is None


def test_the_film_in_sign_language_has_a_key_at_home(films: Rig) -> None:
    assert films.find("sign-film") is None
    shows(films, sign_film="hall.mp4")
    films.touch("sign-film")
    assert films.page == "signfilm"
    assert playing(films, "film") == ("hall.mp4", 1)
    films.wait(films.settings.hall.kiosk.idle_seconds + 1, step=10.0)
    assert films.page == "signfilm"
    assert films.find("still") is None  # it is watched without a touch
    films.touch("home")
    assert films.page == "home"
    assert films.find("film") is None


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("gone.mp4", ""),
        ("hall.mp4", "kiosk.ticket.attract_folder.films_can_be_played"),
        ("hall.mp4", "kiosk.qt.pictures.films_are_drawn"),
    ],
)
def test_a_film_that_cannot_be_played_is_told_and_leaves_no_key(
    films: Rig, name: str, lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if lacking:
        monkeypatch.setattr(lacking, lambda: False)
    shows(films, sign_film=name, film=name)
    assert films.find("sign-film") is None
    alert = films.desk.topics.alert(Kind.KIOSK, "kiosk-1", AlertCode.ATTRACT)
    assert "已跳过" in films.desk.broker.retained[alert].decode()
    left_alone(films)
    assert films.find("attract") is None
