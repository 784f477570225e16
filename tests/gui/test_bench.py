"""The bench drawn in memory: what devices show is what the pictures show."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from broker.domain.inventory import Expected, expected
from broker.link.opening import open_link
from broker.registry import load as load_entry
from broker.settings import load
from firmware_mocks.bench import glass, materials, slip
from firmware_mocks.bench import stage as bench_stage
from firmware_mocks.bench.fault_words import both
from firmware_mocks.bench.stage import Stage
from firmware_mocks.bench.window import Bench, open_bench
from firmware_mocks.firmware import (
    Align,
    DotPicture,
    FeedLine,
    Glyph,
    Hand,
    Look,
    Mock,
    Output,
    PrinterLook,
    QrLine,
    Show,
    SignArea,
    SignLook,
    TextLine,
)
from firmware_mocks.hosting import loading
from firmware_mocks.hosting.events import Event, Misunderstood, Plugged
from firmware_mocks.onbon.card import Card
from tests.stages.hall_text import hall_text

HALL = f"""\
{hall_text(window=1)}[[lines]]
id = "led-a"
driver = "onbon"
port = "tty/led-a"
[[lines]]
id = "counter"
driver = "ff68"
port = "tty/counter"
[[lines]]
id = "clockin"
driver = "ef01"
port = "tty/clockin"
baud = 57600
[[lines]]
id = "paper"
driver = "escpos"
port = "tty/paper"
[[displays]]
window = 1
line = "led-a"
address = 1
[[evaluators]]
window = 1
line = "counter"
address = 1
[[readers]]
id = "door"
line = "clockin"
[[kiosks]]
id = "kiosk-1"
line = "paper"
"""
SECONDS = 60_000
# The ping of a card from a public C header, tests/vectors/onbon.json, for address 1.
PING = bytes.fromhex(
    "A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A"
)
# 请A001到3号窗口 in red, from the vendor's own Java program, tests/vectors/onbon.json.
SIGN = bytes.fromhex(
    "A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 36 00 A3 06 01 00 00 00 01 2D 00"
    "00 00 00 00 00 10 00 10 00 00 00 00 05 00 00 00 00 02 01 02 00 00 08 12 00 00 00"
    "5C 43 31 C7 EB 41 30 30 31 B5 BD 33 BA C5 B4 B0 BF DA 54 C0 5A"
)
INIT_TEXT_CUT = b"\x1b@A001\n\x1d\x56\x00"  # ESC @, text, GS V 0: docs/protocols/escpos.md
STARS_5 = bytes.fromhex("FF 68 03 03 68 01 02 05 08 16")  # the sheet's, for address 1


def glyph(char: str, x: int, colour: str = "green") -> Glyph:
    return Glyph(char, x, 0, 16, colour)


def look(*pages: list[Glyph], width: int = 64, runs: bool = False) -> SignLook:
    area = SignArea(0, 0, width, 32, tuple(map(tuple, pages)), runs=runs)
    return SignLook(64, 32, areas=(area,))


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    (tmp_path / "items.csv").write_text("department,number,item\n税务,1,办税\n", "utf-8")
    (tmp_path / "hall.toml").write_text(HALL, "utf-8")
    return tmp_path / "hall.toml"


class Scene:
    """A stage, its window, and what it told."""

    def __init__(self, hall: Path, run: Path) -> None:
        self.events: list[tuple[str, Event]] = []
        self.bench: Bench | None = None
        self.stage = Stage(load(hall, run), self._told)
        self.bench = open_bench(load(hall, run), self.stage, visible=False)
        self.stage.start()

    def _told(self, line: str, event: Event) -> None:
        self.events.append((line, event))
        if self.bench is not None:
            self.bench.tell(line, event)

    def end(self) -> None:
        self.stage.stop()
        assert self.bench is not None
        self.bench.close()


@pytest.fixture
def scene(hall: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Scene]:
    assert qtbot is not None
    made = Scene(hall, tmp_path / "run")
    yield made
    made.end()


def device(scene: Scene, line: str) -> Any:
    assert scene.bench is not None
    return next(each for each in scene.bench._devices.values() if each.device.line == line)


def shows(scene: Scene, line: str, what: Callable[[Any], bool]) -> Callable[[], bool]:
    """Whether the window knows by now that the device looks so."""
    view = device(scene, line)
    return lambda: view.current is not None and what(view.current)


def talk(tmp_path: Path, line: str, data: bytes) -> None:
    link = open_link(str(tmp_path / "run" / "tty" / line), 9600)
    link.write(data)
    time.sleep(0.1)  # closing a pty drops what its other end has not read yet
    link.close()


def test_every_device_of_the_hall_is_there_and_has_its_place(scene: Scene) -> None:
    ready = {line for line, event in scene.events if isinstance(event, Plugged) and event.place}
    assert ready == {"led-a", "counter", "clockin", "paper"}
    looks = {each.line: seen for each, seen in scene.stage.looks()}
    assert (looks["led-a"].width, looks["led-a"].height) == (128, 32)
    assert looks["clockin"].enrolled == {"4": "1001"}


def test_what_a_device_shows_reaches_the_window(scene: Scene, tmp_path: Path, qtbot: QtBot) -> None:
    talk(tmp_path, "counter", STARS_5)
    qtbot.waitUntil(
        shows(scene, "counter", lambda look: look.evaluator.stars == 5), timeout=SECONDS
    )
    scene.stage.hand("clockin@1 finger 1001")
    qtbot.waitUntil(shows(scene, "clockin", lambda look: look.finger == "1001"), timeout=SECONDS)


def test_the_wire_is_shown_in_bytes_and_words(scene: Scene, tmp_path: Path, qtbot: QtBot) -> None:
    talk(tmp_path, "led-a", PING)
    assert scene.bench is not None
    wire = scene.bench._wires["led-a"]
    qtbot.waitUntil(lambda: bool(wire.bursts), timeout=SECONDS)
    burst = list(wire.bursts)[-1]  # type: ignore[call-overload]  # a Qt property is a list here
    assert burst["hex"].startswith("A5 A5")
    assert "ping" in burst["words"]


def test_pulling_a_plug_takes_a_lone_device_and_its_port_away(
    scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    reader = device(scene, "clockin")
    reader.plug()
    qtbot.waitUntil(lambda: not reader.powered, timeout=SECONDS)
    assert not (tmp_path / "run" / "tty" / "clockin").is_symlink()
    reader.plug()
    qtbot.waitUntil(lambda: reader.powered, timeout=SECONDS)
    assert (tmp_path / "run" / "tty" / "clockin").is_symlink()


def test_a_shot_saves_signs_slips_and_the_bench(scene: Scene, tmp_path: Path, qtbot: QtBot) -> None:
    talk(tmp_path, "paper", INIT_TEXT_CUT)
    qtbot.waitUntil(shows(scene, "paper", lambda look: bool(look.slip)), timeout=SECONDS)
    assert scene.bench is not None
    files = scene.bench.shoot(tmp_path / "shots")
    assert [file.name for file in files] == ["led-a-1.png", "paper-1.png", "bench.png"]
    drawn = QImage(str(files[-1]))
    assert drawn.width() == 1760
    paper = materials.THERMAL_PAPER.rgb()
    assert any(
        drawn.pixel(x, y) == paper for x in range(1380, 1740, 9) for y in range(60, 260, 9)
    ), "the slip does not hang out of its printer"


def test_a_sign_without_power_is_dark_in_its_picture(
    scene: Scene, tmp_path: Path, qtbot: QtBot
) -> None:
    talk(tmp_path, "led-a", SIGN)
    qtbot.waitUntil(
        shows(scene, "led-a", lambda look: look.text == "请A001到3号窗口"), timeout=SECONDS
    )
    assert brightest(scene, tmp_path / "lit") > 180
    scene.stage.hand("led-a@1 unplug")
    qtbot.waitUntil(lambda: not device(scene, "led-a").powered, timeout=SECONDS)
    assert brightest(scene, tmp_path / "dark") < 60


def brightest(scene: Scene, folder: Path) -> int:
    """The reddest dot in a picture of the sign."""
    assert scene.bench is not None
    image = QImage(str(scene.bench.shoot(folder)[0]))
    columns, rows = range(0, image.width(), 2), range(0, image.height(), 2)
    return max(QColor(image.pixel(x, y)).red() for x in columns for y in rows)


def test_a_hand_on_no_line_is_a_sentence(scene: Scene) -> None:
    with pytest.raises(ValueError, match="no line “led-b”; there are led-a"):
        scene.stage.hand("led-b@1 ok")


def staged(hall: Path, tmp_path: Path) -> tuple[Stage, list[tuple[str, str]]]:
    """A stage that was built, and the sentences it said."""
    sentences: list[tuple[str, str]] = []

    def told(line: str, event: Event) -> None:
        if isinstance(event, Misunderstood):
            sentences.append((line, event.sentence))

    return Stage(load(hall, tmp_path / "run"), told), sentences


def test_a_line_whose_driver_plays_another_kind_is_left_out_with_a_sentence(
    hall: Path, tmp_path: Path
) -> None:
    text = hall.read_text("utf-8")
    hall.write_text(text.replace('driver = "onbon"', 'driver = "ef01"'), "utf-8")
    stage, sentences = staged(hall, tmp_path)
    assert [row.wire.id for row in stage.rows] == ["counter", "clockin", "paper"]
    ((line, sentence),) = sentences
    assert line == "led-a"
    assert "“ef01” plays a reader, and a display hangs on this line" in sentence


@pytest.mark.parametrize(
    ("said", "columns"), [("", 48), ("paper = 58\n", 32), ("[slip]\npaper = 58\n", 32)]
)
def test_a_printer_has_the_roll_that_hall_toml_says(
    said: str, columns: int, hall: Path, tmp_path: Path
) -> None:
    hall.write_text(HALL + said, "utf-8")
    scene = Scene(hall, tmp_path / "run")
    try:
        seen = {each.line: look for each, look in scene.stage.looks()}["paper"]
        assert isinstance(seen, PrinterLook)
        assert seen.columns == columns
    finally:
        scene.end()


def test_a_window_may_have_a_keypad_of_its_own_beside_the_evaluator(
    hall: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    pad = '[[lines]]\nid = "pad"\ndriver = "ff68"\nport = "tty/pad"\n'
    hall.write_text(f'{HALL}{pad}[[keypads]]\nwindow = 1\nline = "pad"\n', "utf-8")
    scene = Scene(hall, tmp_path / "run")
    try:
        qtbot.waitUntil(shows(scene, "pad", lambda look: look.keypad is not None), timeout=SECONDS)
        assert device(scene, "pad").current.evaluator is None, "it asks no applicant"
        assert scene.bench is not None
        (window,) = scene.bench.windows
        assert [post.kind for post in window["posts"]] == ["evaluator", "keypad"]
        assert QImage(str(scene.bench.shoot(tmp_path / "shots")[-1])).width() == 1760
    finally:
        scene.end()


def test_a_mock_whose_look_does_not_fit_is_left_out_with_a_sentence(
    hall: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was printed in the guide once: the bench fell over it, with `KeyError: 'on'`."""
    monkeypatch.setattr(Card, "look", lambda _: {"address": 1, "text": "", "lit": True})
    stage, sentences = staged(hall, tmp_path)
    assert [row.wire.id for row in stage.rows] == ["counter", "clockin", "paper"]
    assert "the look of a display is a SignLook, not of class dict" in sentences[0][1]


def test_a_look_that_stops_fitting_is_said_and_the_last_one_stays(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    qtbot.waitUntil(shows(scene, "led-a", lambda look: look.on), timeout=SECONDS)
    monkeypatch.setattr(Card, "look", lambda _: SignLook(0, 0))
    scene.stage.hand("led-a@1 fault silent")
    qtbot.waitUntil(
        lambda: any(isinstance(each, Misunderstood) for _, each in scene.events), timeout=SECONDS
    )
    assert device(scene, "led-a").current.width == 128


class Parrot:
    """A device of a kind that nobody here thought of."""

    def __init__(self, address: int) -> None:
        self.address = address
        self._said = ""

    def feed(self, data: bytes, _now: float) -> list[Output]:
        self._said = data.decode()
        return [Show("said", {"words": self._said})]

    def hand(self, words: list[str], _now: float) -> list[Output]:
        self._said = " ".join(words)
        return [Show("hand")]

    def tick(self, _now: float) -> list[Output]:
        return []

    def next_wakeup(self) -> float | None:
        return None

    def power_cycle(self, _now: float) -> list[Output]:
        return []

    def look(self) -> ParrotLook:
        return ParrotLook(self._said)


class ParrotLook(Look, frozen=True):
    said: str


PARROT = Mock(
    name="onbon",  # the driver that the hall of this file names
    title="Parrot 1",
    kind="parrot",
    baud=9600,
    make=lambda address, _options: Parrot(address),
    hands=(Hand("cracker", "feed it", ("饼干",)), Hand("fault deaf", ""), Hand("ok", "")),
)


def test_a_kind_that_nobody_draws_is_shown_as_words(
    hall: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    cage = Expected("parrot", "cage 1", "led-a", 1)  # type: ignore[arg-type]  # a kind to come
    real = expected(load(hall).hall)
    others = tuple(each for each in real if each.line != "led-a")
    monkeypatch.setattr(bench_stage, "expected", lambda _hall: (cage, *others))
    monkeypatch.setattr(
        loading, "load", lambda group, name: PARROT if name == "onbon" else load_entry(group, name)
    )
    scene = Scene(hall, tmp_path / "run")
    try:
        view = device(scene, "led-a")
        talk(tmp_path, "led-a", b"hello")
        qtbot.waitUntil(shows(scene, "led-a", lambda look: look.said == "hello"), timeout=SECONDS)
        assert view.words == "said: hello"
        assert view.faults == [
            {"label": "deaf", "hand": "fault deaf"},
            {"label": "正常 ok", "hand": "ok"},
        ]
        assert view.keys == [{"label": "饼干", "hand": "cracker"}]
        assert scene.bench is not None
        assert scene.bench.others == [view]
        assert [row["number"] for row in scene.bench.windows] == [1], "its evaluator is still there"
        drawn = QImage(str(scene.bench.shoot(tmp_path / "shots")[-1]))
        assert drawn.width() == 1760
    finally:
        scene.end()


def test_a_port_that_is_taken_leaves_the_other_lines_alone(hall: Path, tmp_path: Path) -> None:
    (tmp_path / "run" / "tty").mkdir(parents=True)
    (tmp_path / "run" / "tty" / "led-a").write_text("somebody's")
    events: list[tuple[str, Event]] = []
    stage = Stage(load(hall, tmp_path / "run"), lambda line, event: events.append((line, event)))
    stage.start()
    stage.stop()
    assert [line for line, event in events if isinstance(event, Misunderstood)] == ["led-a"]
    assert sum(isinstance(event, Plugged) and event.place is not None for _, event in events) == 3


@pytest.mark.usefixtures("qapp")
class TestGlass:
    """An LED sign's picture against what the card says is on it."""

    def test_a_dot_is_lit_only_inside_its_character(self) -> None:
        lit = glass.lit(look([glyph("口", 16)]))
        assert lit
        assert set(lit.values()) == {"green"}
        assert {x for x, _ in lit} <= set(range(16, 32))
        assert {y for _, y in lit} <= set(range(16))

    def test_characters_differ_and_a_blank_is_dark(self) -> None:
        shapes = {frozenset(glass.lit(look([glyph(char, 0)]))) for char in "请到号窗口A012"}
        assert len(shapes) == 9
        assert glass.lit(look([glyph(" ", 0)])) == {}

    def test_nothing_is_lit_outside_area_or_glass_or_when_off(self) -> None:
        assert glass.lit(look([glyph("口", 64)])) == {}
        assert all(x < 24 for x, _ in glass.lit(look([glyph("口", 16)], width=24)))
        assert glass.lit(replace(look([glyph("口", 0)]), on=False)) == {}

    def test_dots_that_were_sent_as_dots_are_lit_where_they_were_sent(self) -> None:
        sent = DotPicture(2, 1, ("#.#", " # "), "blue")
        shown = replace(look(), pictures=(sent,))
        assert glass.lit(shown) == dict.fromkeys([(2, 1), (4, 1), (3, 2)], "blue")
        assert glass.lit(replace(shown, on=False)) == {}
        assert glass.lit(replace(shown, pictures=(replace(sent, x=62),))) == {
            (62, 1): "blue",
            (63, 2): "blue",
        }
        both = replace(look([glyph("口", 16)]), pictures=(sent,))
        assert glass.lit(both) == glass.lit(shown) | glass.lit(look([glyph("口", 16)]))

    def test_pages_take_turns(self) -> None:
        two = look([glyph("一", 0)], [glyph("二", 0)])
        assert glass.moving(two)
        assert glass.lit(two, 0.5) == glass.lit(look([glyph("一", 0)]))
        assert glass.lit(two, 1.5) == glass.lit(look([glyph("二", 0)]))

    def test_a_long_text_runs_to_the_left_and_a_short_one_stands(self) -> None:
        long = look([glyph("口", 16 * place) for place in range(6)], runs=True)
        assert glass.moving(long)
        first, later = glass.lit(long, 0.0), glass.lit(long, 0.25)
        assert {(x - 8, y) for x, y in first if x >= 8} <= set(later)
        assert not glass.moving(look([glyph("口", 0)], runs=True))

    def test_the_picture_has_a_bright_dot_where_one_is_lit_and_none_elsewhere(self) -> None:
        shown = look([glyph("口", 16, "red")])
        image = glass.picture(shown, pitch=8)
        lit = glass.lit(shown)
        for y in range(16):
            for x in range(16, 32):
                at = image.pixelColor(round((x + 4.5) * 8), round((y + 4.5) * 8))
                assert (at.red() > 180) is ((x, y) in lit), (x, y)


@pytest.mark.usefixtures("qapp")
class TestSlip:
    """A slip's picture against the lines on the paper."""

    @pytest.fixture
    def text(self) -> Callable[..., TextLine]:
        def make(text: str, size: int = 1, align: Align = "left") -> TextLine:
            return TextLine(text, size, size, align)

        return make

    def inked(self, image: QImage, left: float, right: float) -> int:
        """Dark dots between two shares of the width."""
        columns = range(round(image.width() * left), round(image.width() * right))
        return sum(
            QColor(image.pixel(x, y)).lightness() < 90
            for x in columns
            for y in range(image.height())
        )

    def test_larger_letters_take_more_paper_and_ink(self, text: Callable[..., Any]) -> None:
        small, large = ([text("A012", size)] for size in (1, 4))
        assert slip.height(large) > slip.height(small)
        shots = [slip.picture(lines, 48) for lines in (small, large)]
        assert self.inked(shots[1], 0, 1) > 4 * self.inked(shots[0], 0, 1)

    def test_alignment_is_kept(self, text: Callable[..., Any]) -> None:
        right = slip.picture([text("A012", align="right")], 48)
        assert self.inked(right, 0, 0.5) == 0
        assert self.inked(right, 0.5, 1) > 0

    def test_a_code_is_printed_and_blank_paper_is_blank(self) -> None:
        code = QrLine("A012", 6, "centre")
        assert self.inked(slip.picture([code], 48), 0.3, 0.7) > 2000
        assert self.inked(slip.picture([FeedLine(9)], 48), 0, 1) == 0


def test_every_fault_of_our_devices_is_said_in_chinese_first() -> None:
    found = entry_points(group="hall.mock")
    said = [words for each in found for hand in each.load().hands for words in hand.spoken]
    faults = [words for words in said if words.split()[0] in ("fault", "ok")]
    assert len(faults) > 15
    assert [words for words in faults if both(words).isascii()] == []
    assert both("fault silent") == "不应答 silent"
