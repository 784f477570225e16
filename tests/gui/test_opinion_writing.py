"""写几句: what the keys of the page write, in both languages, and that nothing remembers it."""

from __future__ import annotations

import pytest

from broker.domain.text.kinds import LONGEST_WRITTEN
from broker.settings import Settings, load
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.edits import edited
from kiosk.ticket.events import WordChosen
from kiosk.ticket.measures import GlassSize
from kiosk.ticket.opinion_screens import OpinionWriting
from kiosk.ticket.pages.opinion_writing import OpinionWritingPage, opinion_writing
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.reading import words
from kiosk.ticket.screens import Comfort, Language
from kiosk.ticket.worldview import World
from tests.gui.kiosk_rig import HALL, found
from tests.stages.halls import MORNING
from tests.stages.remembered import texts

ZH, EN = Comfort(Language.ZH), Comfort(Language.EN)
LOW = Comfort(Language.ZH, elder=True, low=True)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load(HALL, tmp_path_factory.mktemp("writing"))


class Writer:
    """Somebody before the page, who touches keys by their names."""

    def __init__(self, settings: Settings, comfort: Comfort = ZH, *, learnt: bool = True) -> None:
        self.screen = OpinionWriting()
        self.scene = Scene(
            hall=settings.hall,
            catalogue=Catalogue(settings.hall, settings.items),
            world=World(),
            screen=self.screen,
            comfort=comfort,
            seconds=0.0,
            local=MORNING,
            finding=found(settings) if learnt else None,
            glass=GlassSize(),
        )

    @property
    def page(self) -> OpinionWritingPage:
        page = opinion_writing(self.screen, self.scene).page
        assert isinstance(page, OpinionWritingPage)
        return page

    def touch(self, *names: str) -> None:
        for name in names:
            touches = opinion_writing(self.screen, self.scene).touches
            now = edited(self.screen, touches[name])
            assert isinstance(now, OpinionWriting)
            self.screen = now

    def type(self, letters: str) -> None:
        self.touch(*(f"key-{each.upper()}" for each in letters))

    def choose(self, text: str) -> None:
        """Touch this key of the row, further on where it stands there."""
        for _ in range(30):
            for key in self.page.words.keys:
                if key.text == text:
                    self.touch(key.name)
                    return
            self.touch("further")
        pytest.fail(f"{text} is not offered")


def test_a_sentence_is_written_by_pinyin_with_marks_and_digits(settings: Settings) -> None:
    writer = Writer(settings)
    writer.type("shenfenzheng")
    writer.choose("身份证")
    writer.choose("，")
    writer.touch("digits", "key-3", "digits")
    writer.type("hao")
    writer.choose("号")
    writer.choose("。")
    assert writer.screen.text == "身份证，3号。"
    writer.touch("erase")
    assert writer.screen.text == "身份证，3号"


def test_a_word_is_chosen_for_the_letters_at_the_end_of_a_long_text(settings: Settings) -> None:
    writer = Writer(settings)
    writer.screen = OpinionWriting("等" * 300)
    writer.type("yingyezhizhao")  # one letter more than is looked at
    assert writer.screen.text == "等" * 300 + "yingyezhizhao"
    writer.touch("erase")
    writer.type("o")
    writer.screen = OpinionWriting("等" * 300 + "yyzz")
    writer.choose("营业执照")
    assert writer.screen.text == "等" * 300 + "营业执照"


def test_in_english_sentences_begin_with_capitals(settings: Settings) -> None:
    writer = Writer(settings, EN)
    writer.type("hi")
    writer.choose(".")
    writer.choose("space")
    writer.type("ok")
    writer.choose("'")
    writer.type("s")
    assert writer.screen.text == "Hi. Ok's"


def test_before_pinyin_is_learnt_letters_and_marks_can_be_written(settings: Settings) -> None:
    writer = Writer(settings, learnt=False)
    writer.type("ok")
    writer.choose("。")
    assert writer.screen.text == "ok。"


def test_digits_can_be_touched_where_they_stand_alone(settings: Settings) -> None:
    writer = Writer(settings)
    assert "key-1" not in opinion_writing(writer.screen, writer.scene).touches
    writer.touch("digits")
    assert "key-1" in opinion_writing(writer.screen, writer.scene).touches


@pytest.mark.parametrize("comfort", [ZH, EN, LOW])
def test_of_much_the_end_is_shown(settings: Settings, comfort: Comfort) -> None:
    writer = Writer(settings, comfort)
    text = "".join(chr(0x4E00 + nth) for nth in range(LONGEST_WRITTEN))
    writer.screen = OpinionWriting(text)
    shown = writer.page.text
    assert shown == text or (shown[0] == "…" and text.endswith(shown[1:]) and len(shown) > 10)
    assert (shown == text) is (comfort != LOW)


def test_neither_pinyin_nor_measures_remember_what_was_typed(settings: Settings) -> None:
    writer = Writer(settings)
    secret = "qiewgnahz"[::-1]
    for nth in range(1, len(secret) + 1):
        writer.screen = OpinionWriting(secret[:nth])
        assert writer.page.words.keys
    writer.screen = OpinionWriting()
    tails = {secret[nth:] for nth in range(len(secret) - 4)}
    assert not tails & set(texts({id(each) for each in (secret, *tails)}))


def test_control_the_search_page_does_remember(settings: Settings) -> None:
    writing = found(settings).writing
    secret = "qoaixil"[::-1]
    writing.candidates(secret)
    assert secret in texts({id(secret)})


def test_what_was_written_is_not_read_aloud(settings: Settings) -> None:
    writer = Writer(settings)
    writer.screen = OpinionWriting("不读出来")
    page = writer.page
    assert page.text == "不读出来"

    class Shown:
        high = None

        def __init__(self) -> None:
            self.page = page

    said = list(words(Shown()))  # type: ignore[arg-type]  # as far as a page is read
    assert page.note in said
    assert not any("不读出来" in each.zh for each in said)


def test_what_a_word_becomes_fits(settings: Settings) -> None:
    full = OpinionWriting("长" * LONGEST_WRITTEN)
    longer = edited(full, WordChosen(full.text + "。"))
    assert longer == full
    assert Writer(settings).page.count.zh == "0 / 500 字"
