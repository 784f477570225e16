"""朗读 on the glass: what one needs is read, and the key does what it says.

What can be read on the glass is the measure: each text of each screen of `everyone.SHOWN`, in both
languages, stands in what is read, but for those that nobody needs to hear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtQuick import QQuickItem

from broker.domain.alerts import AlertCode
from broker.sound.saying import Tongue, said
from broker.sound.voice import Recorder, VoiceTrouble
from broker.wire.topics import Kind
from kiosk.qt import line_ends
from kiosk.ticket.look import TicketLook, look
from kiosk.ticket.reading import sentences, words
from kiosk.ticket.screens import Comfort, Language
from kiosk.ticket.sounding import Sounds
from kiosk.words import say
from tests.gui.everyone import Stand
from tests.gui.kiosk_rig import Rig, kiosk

STAFF = ("staff-",)
PICTURED = re.compile(r"^(slip|tick)-?")  # what is drawn of paper
KEYPAD = re.compile(r"^(key-|erase|clear|digits|word-|further|previous|next|tab-|sample-)")
CODE = re.compile(r"\d{3} \d{1,3}|SL20260009")  # of an appointment, of a case
UNSAID = {  # words of keys and labels that say nothing of the matter
    *(say(key).zh for key in ("home", "ticket.search.digits", "ticket.search.letters")),
    *(say(key).en for key in ("home", "ticket.search.digits", "ticket.search.letters")),
}
PIECE = re.compile(r"\d+|[^\W\d_]+(?: [^\W\d_]+)*")  # of a sentence: a number, or words
SIGNS = {"第", "步", "step", "已选", "chosen", "已备好", "ready"}  # a sign stands for them


def bare(text: str) -> str:
    """Without what is not heard: blanks, points, marks of a match."""
    return re.sub(r"[\W_]+", "", re.sub(r"<[^>]*>", "", text)).lower()


def on_the_page(stand: Stand) -> Iterator[str]:
    """Every text of the page, but for keypads and what is drawn on paper."""
    pages = stand.window.findChild(QQuickItem, "pages")
    assert pages is not None
    for text in stand.texts():
        holders = []
        holder = text.parentItem()
        while holder is not None:
            holders.append(holder)
            holder = holder.parentItem()
        names = [each.objectName() for each in holders]
        pictured = PICTURED.match(text.objectName()) or any(map(KEYPAD.match, names))
        in_map = any("FloorMap" in each.metaObject().className() for each in holders)
        in_bar = any("RangeBar" in each.metaObject().className() for each in holders)
        if CODE.fullmatch(str(text.property("text"))) or text.objectName() in ("whose", "written"):
            continue  # whoever hears it could take that number, ask for that case, know who wrote
        if pages in holders and not pictured and not in_map and not in_bar:
            yield line_ends.bare(str(text.property("text")))


def spoken(shown: TicketLook, language: Language) -> list[str]:
    return [getattr(each, language.value) for each in words(shown)]


def unseen(stand: Stand, shown: TicketLook, language: Language) -> list[str]:
    """What is read and stands nowhere on the glass."""
    seen = bare(" ".join(str(each.property("text")) for each in stand.texts()))
    pieces = [piece for text in spoken(shown, language) for piece in PIECE.findall(text)]
    return [each for each in pieces if each not in SIGNS and bare(each) not in seen]


def unread(stand: Stand, shown: TicketLook, language: Language) -> list[str]:
    """What stands on the page and in no sentence."""
    heard = bare(" ".join(spoken(shown, language)))
    seen = [each for each in on_the_page(stand) if each not in UNSAID]
    return [each for each in seen if bare(each) and bare(each) not in heard]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("language", Language, ids=lambda each: each.value)
def test_what_stands_there_is_read_and_nothing_else(stand: Stand, language: Language) -> None:
    """Whoever hears what does not stand there is led astray."""
    lacking, invented = [], []
    for name in stand.table:
        if name.startswith(STAFF) or name == "still":
            continue
        comfort = Comfort(language)
        stand.show(name, comfort)
        shown = look(stand.scene(name, comfort))[0]
        lacking += [f"{name}: {each}" for each in unread(stand, shown, language)]
        invented += [f"{name}: {each}" for each in unseen(stand, shown, language)]
    assert not lacking, "kiosk/ticket/reading.py lacks:\n" + "\n".join(lacking)
    assert not invented, "kiosk/ticket/reading.py says what is not there:\n" + "\n".join(invented)


def test_a_heading_that_nobody_reads_would_be_found(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr("kiosk.ticket.reading._AROUND", {})
    comfort = Comfort()
    stand.show("progress", comfort)
    shown = look(stand.scene("progress", comfort))[0]
    assert unread(stand, shown, Language.ZH) == [say("cases").zh, say("way.progress").zh]


def test_what_a_card_said_is_not_read(stand: Stand) -> None:
    for name in ("home-card", "confirm-card"):
        shown = look(stand.scene(name, Comfort()))[0]
        for tongue in Tongue:
            spoken = " ".join(sentences(shown, tongue))
            assert "张" not in spoken
            assert "0015" not in spoken
            assert "零零一五" not in spoken


def test_of_a_case_neither_its_number_nor_whose_it_is_is_read(stand: Stand) -> None:
    for name in [each for each in stand.table if each.startswith("case")]:
        shown = look(stand.scene(name, Comfort()))[0]
        for tongue in Tongue:
            spoken = " ".join(sentences(shown, tongue))
            assert "*" not in spoken
            assert "零零零九" not in spoken
            assert "0009" not in spoken


def test_the_number_is_said_as_people_say_it(stand: Stand) -> None:
    shown = look(stand.scene("ticket", Comfort()))[0]
    spoken = sentences(shown, Tongue.ZH)
    assert "S 一二八" in spoken
    assert any("十二到二十五 分钟" in each for each in spoken)
    assert "S 1 2 8" in sentences(shown, Tongue.EN)


# the key


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        yield made


def given_a_voice(rig: Rig) -> Recorder:
    voice, at = Recorder(), rig.kiosk
    conductor = at._conductor
    assert conductor is not None

    def tell(event: object) -> None:
        rig.runner.post(conductor.tell, event)  # type: ignore[arg-type]  # one of its events

    at._sounds = Sounds(rig.settings.hall, voice, rig.runner.clock, tell, conductor.tell_staff)
    at.refresh()
    rig.pump()
    return voice


def test_without_a_voice_there_is_no_key(rig: Rig) -> None:
    assert rig.find("read") is None


def test_the_key_reads_the_page_to_its_end(rig: Rig) -> None:
    voice = given_a_voice(rig)
    rig.touch("read")
    while voice.speaking:
        voice.end()
        rig.pump()
    spoken = [text for text, _, _ in voice.spoken]
    assert spoken[0] == said(say("ticket.search").zh, Tongue.ZH)
    assert any(say("way.take").zh in each for each in spoken)
    assert rig.kiosk._conductor is not None
    assert rig.kiosk._conductor.flow.aloud.reading is None
    assert rig.find("louder") is None  # the usual keys are back


def test_pressed_again_or_elsewhere_it_is_silent(rig: Rig) -> None:
    voice = given_a_voice(rig)
    for name in ("read", "card-take"):
        rig.touch("read")
        assert voice.speaking
        rig.touch(name)
        assert not voice.speaking
    assert rig.page == "choose"


def test_louder_says_the_sentence_again_and_louder(rig: Rig) -> None:
    voice = given_a_voice(rig)
    rig.touch("read")
    voice.end()
    rig.pump()
    text, tongue, volume = voice.spoken[-1]
    rig.touch("louder")
    assert voice.spoken[-1] == (text, tongue, volume + 20)
    voice.end()
    rig.pump()
    assert voice.spoken[-1][0] != text


class Counted:
    """Clicks that are counted."""

    def __init__(self) -> None:
        self.heard = 0

    def click(self) -> None:
        self.heard += 1

    def release(self) -> None:
        """The sound card is the voice's."""


def test_no_click_is_made_while_the_voice_has_the_sound_card(rig: Rig) -> None:
    """Some cards play one thing at a time, and the voice would break off."""
    given_a_voice(rig)
    clicks, sounds = Counted(), rig.kiosk._sounds
    assert sounds is not None
    sounds._clicks = clicks  # type: ignore[assignment]  # one that counts
    for name in ("read", "louder", "softer"):
        rig.touch(name)
    assert clicks.heard == 0
    rig.touch("read")
    rig.touch("card-take")
    assert clicks.heard > 0


def test_in_english_an_english_voice_reads(rig: Rig) -> None:
    voice = given_a_voice(rig)
    rig.touch("english")
    rig.touch("read")
    assert voice.spoken[0][:2] == ("Search", Tongue.EN)


def test_a_voice_that_fails_is_told_once_and_the_screen_goes_on(rig: Rig) -> None:
    voice = given_a_voice(rig)
    rig.touch("read")
    voice.end(VoiceTrouble.FAILED)
    rig.pump()
    alert = rig.desk.topics.alert(Kind.KIOSK, "kiosk-1", AlertCode.VOICE)
    assert "朗读" in rig.desk.broker.retained[alert].decode()
    assert len(voice.spoken) == 1
    rig.touch("read")
    voice.end()
    rig.pump()
    assert not rig.desk.broker.retained.get(alert)
