"""How many touches a number costs, counted over every item, every queue and every common matter of
the sample. A touch is a touch: each letter typed, the row chosen and 取号 are one each; what the
kiosk shows by itself (home, the slip) is none. The ways are walked on the real flow and pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from math import inf
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from broker.domain.catalogue import Item
from broker.domain.ids import RequestId
from broker.settings import Settings, load
from kiosk.issuing.events import Moment
from kiosk.ticket import screens
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.events import BusSeen, GoTo, ItemChosen, Press, Pressed, Touch, WordChosen
from kiosk.ticket.finding import Learnt, finding, to_learn
from kiosk.ticket.flow import Flow
from kiosk.ticket.look import look
from kiosk.ticket.measures import GAP, HALF, GlassSize
from kiosk.ticket.pages.common_matters import CommonPage
from kiosk.ticket.pages.confirm import ConfirmPage
from kiosk.ticket.pages.home import HomePage
from kiosk.ticket.pages.items import HeadsPage, ItemsPage
from kiosk.ticket.pages.meant import MeantPage
from kiosk.ticket.pages.scene import Scene, Touches
from kiosk.ticket.pages.search import SearchPage
from kiosk.ticket.screens import PLAIN, Comfort, Language, Purpose, Screen
from kiosk.ticket.worldview import World
from kiosk.words import Wording
from kiosk.words.spelling import spelling
from kiosk.words.values import PagedPage

SAMPLE = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
ZONE = ZoneInfo("Asia/Shanghai")
OPEN = datetime(2026, 11, 23, 9, tzinfo=ZONE)
GLASSES = {
    "21.5-upright": GlassSize(268.0, 476.4),
    "32-upright": GlassSize(398.5, 708.5),
    "19": GlassSize(376.5, 301.2),
    "21.5-lying": GlassSize(476.4, 268.0),
}
COMFORTS = [Comfort(elder=elder, low=low) for elder in (False, True) for low in (False, True)]
COMMON = 40  # matters that most people come for
LETTERS = 3


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load(SAMPLE, Path("run"))


@pytest.fixture(scope="module")
def found(settings: Settings) -> Learnt:
    items, common = settings.items, settings.common
    return finding(items, common, {name: spelling(name) for name in to_learn(items, common)})


class Kiosk:
    """The flow and its pages; each touch is of something that can be touched now."""

    def __init__(self, settings: Settings, found: Learnt, glass: GlassSize) -> None:
        self.catalogue = Catalogue(settings.hall, settings.items)
        self.flow = Flow(settings.hall, self.catalogue, "kiosk-1", ZONE, lambda: RequestId("r-1"))
        self._settings, self._found, self._glass = settings, found, glass
        self.touched = 0

    def scene(self) -> Scene:
        return Scene(
            hall=self._settings.hall,
            catalogue=self.catalogue,
            world=World(),
            screen=self.flow.screen,
            comfort=self.flow.comfort,
            seconds=0.0,
            local=OPEN,
            finding=self._found,
            common=self._settings.common,
            glass=self._glass,
        )

    @property
    def touches(self) -> Touches:
        return look(self.scene())[1]

    def touch(self, name: str) -> None:
        touch = self.touches[name]
        self.touched += 1
        self.flow.receive(touch, Moment(10.0 * self.touched, OPEN))

    def name_of(self, touch: Touch) -> str:
        return next((name for name, each in self.touches.items() if each == touch), "")


def begun(
    settings: Settings, found: Learnt, glass: str = "21.5-upright", comfort: Comfort = PLAIN
) -> Kiosk:
    made = Kiosk(settings, found, GLASSES[glass])
    made.flow.start(Moment(0.0, OPEN))
    made.flow.receive(BusSeen(True), Moment(0.0, OPEN))
    for key, wanted in ((Press.ELDER, comfort.elder), (Press.LOW, comfort.low)):
        if wanted:
            made.flow.receive(Pressed(key), Moment(0.0, OPEN))
    return made


def reserving(kiosk: Kiosk) -> bool:
    return isinstance(kiosk.flow.screen, screens.Printing)


@pytest.mark.parametrize("glass", GLASSES)
def test_a_common_matter_takes_three_touches_at_most(
    settings: Settings, found: Learnt, glass: str
) -> None:
    """From home to 取号 pressed, for the first forty keys of the hall's own list."""
    walked = [*numbers(partial(begun, settings, found, glass), "common-more", most=COMMON)]
    assert len(walked) > COMMON / 2
    for name, kiosk, _ in walked:
        assert kiosk.touched <= 3, name


def numbers(
    begin: Callable[[], Kiosk], *ways: str, most: int | None = None
) -> Iterator[tuple[str, Kiosk, bool]]:
    """Every common key behind `ways`, with the kiosk that it led to a number, and whether it was
    asked which of several is meant. What is dealt with elsewhere is told, and has none."""
    for name in common_keys(begin, *ways)[:most]:
        kiosk = begin()
        for way in (*ways, name):
            kiosk.touch(way)
        if elsewhere(kiosk):
            continue
        asked = isinstance(kiosk.flow.screen, screens.Meant)
        if asked:
            kiosk.touch("item-1")
        kiosk.touch("take")
        assert reserving(kiosk), name
        yield name, kiosk, asked


def common_keys(begin: Callable[[], Kiosk], *ways: str) -> list[str]:
    """The keys of common matters behind `ways`."""
    start = begin()
    for way in ways:
        start.touch(way)
    keys = [name for name in start.touches if name.startswith("common-")]
    return [name for name in keys if name != "common-more"]


def elsewhere(kiosk: Kiosk) -> bool:
    screen = kiosk.flow.screen
    return isinstance(screen, screens.Meant) and bool(screen.word.instead)


@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
@pytest.mark.parametrize("glass", GLASSES)
def test_what_stands_at_home_takes_two_touches_and_one_more_where_it_is_asked_which(
    settings: Settings, found: Learnt, glass: str, comfort: Comfort
) -> None:
    begin = partial(begun, settings, found, glass, comfort)
    assert len(common_keys(begin)) > 3
    walked = [*numbers(begin)]
    assert walked
    for name, kiosk, asked in walked:
        assert kiosk.touched == 2 + asked, name


@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
@pytest.mark.parametrize("glass", GLASSES)
def test_no_word_of_people_stands_twice_at_home_nor_is_broken(
    settings: Settings, found: Learnt, glass: str, comfort: Comfort
) -> None:
    kiosk = begun(settings, found, glass, comfort)
    page, room = look(kiosk.scene())[0].page, kiosk.scene().room
    assert isinstance(page, HomePage)
    words = [key.label.zh for key in page.keys]
    assert len(words) == len(set(words))
    assert words[:3] == ["身份证", "居住证", "社保"]
    side = (room.width - 2 * GAP) / 2 if room.flat else room.width
    inner = (side - (page.columns - 1) * GAP) / page.columns - 2 * HALF
    assert all(room.whole(word, "rowName", inner, heavy=True) < inf for word in words)


@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
@pytest.mark.parametrize("glass", GLASSES)
def test_no_common_word_is_broken(
    settings: Settings, found: Learnt, glass: str, comfort: Comfort
) -> None:
    kiosk = begun(settings, found, glass, comfort)
    kiosk.touch("common-more")
    page, room = look(kiosk.scene())[0].page, kiosk.scene().room
    assert isinstance(page, CommonPage)
    inner = (room.width - (page.columns - 1) * GAP) / page.columns - 2 * HALF
    for key in page.keys:
        assert room.whole(key.label.zh, "rowName", inner, heavy=True) < inf
        assert room.whole(key.queue.zh, "body", inner) < inf


@pytest.mark.parametrize("glass", GLASSES)
def test_only_a_number_takes_two_touches(settings: Settings, found: Learnt, glass: str) -> None:
    """只要号, and the queue: of every queue, standing before any glass."""
    for queue in settings.hall.queues:
        kiosk = begun(settings, found, glass)
        kiosk.touch("card-queues")
        kiosk.touch(f"queue-{queue.id}")
        assert reserving(kiosk), queue.id
        assert kiosk.touched == 2


# an item that nobody knows, among 106 of its department


def pieces(item: Item) -> list[str]:
    """Up to three initials that follow each other in a name of the item, the fewest first."""
    pieces = []
    for name in (item.name, *item.synonyms):
        options = spelling(name).options
        initials = "".join(each[1 if len(each) > 1 else 0][0] for each in options).upper()
        pieces += [
            initials[at : at + count]
            for count in range(1, LETTERS + 1)
            for at in range(len(initials) - count + 1)
        ]
    return sorted((each for each in dict.fromkeys(pieces) if each.isalpha()), key=len)


class Shown:
    """The items of the first page after some letters, once for each."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._scene = kiosk.scene()
        self._known: dict[str, set[ItemChosen]] = {}

    def after(self, text: str) -> set[ItemChosen]:
        if text not in self._known:
            screen = screens.Search(Purpose.TAKE, text)
            touches = look(replace(self._scene, screen=screen))[1]
            self._known[text] = {e for e in touches.values() if isinstance(e, ItemChosen)}
        return self._known[text]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("glass", GLASSES)
def test_every_item_is_found_with_three_letters(
    settings: Settings, found: Learnt, glass: str
) -> None:
    """So its number takes six touches: the field, three letters, the row, 取号."""
    shown = Shown(begun(settings, found, glass))
    missed = [
        item.name
        for item in settings.items
        if not any(
            ItemChosen(item.department, item.number) in shown.after(text) for text in pieces(item)
        )
    ]
    assert missed == []


def test_six_touches_are_six_on_the_flow_too(settings: Settings, found: Learnt) -> None:
    """The ways of the largest department, walked."""
    items = [item for item in settings.items if item.department == "construction"]
    assert len(items) == 106
    shown = Shown(begun(settings, found))
    for item in items:
        chosen = ItemChosen(item.department, item.number)
        kiosk = begun(settings, found)
        kiosk.touch("search")
        for letter in next(text for text in pieces(item) if chosen in shown.after(text)):
            kiosk.touch(f"key-{letter}")
        kiosk.touch(kiosk.name_of(chosen))
        kiosk.touch("take")
        assert reserving(kiosk), item.name
        assert kiosk.touched <= 6, item.name


def inside(kiosk: Kiosk, first: Screen) -> dict[ItemChosen, int]:
    """Touches from a department's page to each of its items, without a letter typed."""
    found: dict[ItemChosen, int] = {}
    waiting = deque([(first, 0)])
    while waiting:
        screen, touched = waiting.popleft()
        shown, ways = look(replace(kiosk.scene(), screen=screen))
        for name, way in ways.items():
            match way:
                case ItemChosen():
                    found.setdefault(way, touched + 1)
                case GoTo(screens.HeadItems() as further) if name != "head-all":
                    waiting.append((further, touched + 1))
        if isinstance(shown.page, PagedPage) and shown.page.page < shown.page.pages:
            waiting.append((replace(screen, page=shown.page.page), touched + 1))
    return found


@pytest.mark.parametrize("comfort", COMFORTS, ids=str)
@pytest.mark.parametrize("glass", GLASSES)
def test_of_any_department_an_unknown_item_takes_six_touches(
    settings: Settings, found: Learnt, glass: str, comfort: Comfort
) -> None:
    """取号办事, its card, three on its pages, 取号; a second page of departments is one more."""
    kiosk = begun(settings, found, glass, comfort)
    for department in kiosk.catalogue.departments:
        ways = inside(kiosk, screens.Items(Purpose.TAKE, department.id))
        assert len(ways) == len(kiosk.catalogue.items_of(department.id))
        assert max(ways.values()) <= 3, department.name


def test_the_list_as_a_whole_is_behind_a_key(settings: Settings, found: Learnt) -> None:
    kiosk = begun(settings, found)
    kiosk.touch("card-take")
    kiosk.touch("dept-construction")
    kiosk.touch("head-all")
    page = look(kiosk.scene())[0].page
    assert isinstance(page, ItemsPage)
    assert page.pages > 3
    kiosk.touch("next")
    kiosk.touch("back")
    assert isinstance(look(kiosk.scene())[0].page, HeadsPage)


def test_in_english_queues_lead(settings: Settings, found: Learnt) -> None:
    kiosk = begun(settings, found)
    kiosk.touch("english")
    page = look(kiosk.scene())[0].page
    assert isinstance(page, HomePage)
    assert [way.name for way in page.ways] == ["card-queues", "card-guide"]
    assert "card-take" in kiosk.touches
    kiosk.touch("card-queues")
    kiosk.touch("queue-entry-exit" if "queue-entry-exit" in kiosk.touches else "queue-health")
    assert reserving(kiosk)


def test_nothing_found_is_no_dead_end(settings: Settings, found: Learnt) -> None:
    """It names the guide desk, and a touch has a number of who only wants to ask."""
    kiosk = begun(settings, found)
    kiosk.touch("search")
    assert "just-ask" not in kiosk.touches
    for letter in "QQQ":
        kiosk.touch(f"key-{letter}")
    page = look(kiosk.scene())[0].page
    assert isinstance(page, SearchPage)
    assert (page.rows, page.asks) == ((), True)
    assert settings.hall.hall.guide_desk in page.word.zh
    assert "card-queues" in kiosk.touches
    kiosk.touch("just-ask")
    assert isinstance(kiosk.flow.screen, screens.Confirm)
    assert kiosk.flow.screen.queue == settings.hall.guide_queue.id


def test_words_that_may_still_be_chosen_are_pointed_at(settings: Settings, found: Learnt) -> None:
    """身F finds no item, and 身份证 stands below as a key; in English nothing stands there."""
    kiosk = begun(settings, found)
    kiosk.touch("search")
    for letter in "QQQ":
        kiosk.touch(f"key-{letter}")
    assert "word-1" in kiosk.touches
    assert "下面" in searched(kiosk).word.zh
    kiosk.touch("english")
    assert "word-1" not in kiosk.touches
    assert "below" not in searched(kiosk).word.en


def searched(kiosk: Kiosk) -> SearchPage:
    page = look(kiosk.scene())[0].page
    assert isinstance(page, SearchPage)
    return page


def test_in_english_no_two_common_matters_are_called_alike(
    settings: Settings, found: Learnt
) -> None:
    """营业执照 and 开饭店 are two words for one matter, which has one English name."""
    kiosk = begun(settings, found)
    kiosk.touch("common-more")
    kiosk.touch("english")
    called: list[tuple[str, str]] = []
    for _ in range(99):
        page = look(kiosk.scene())[0].page
        assert isinstance(page, CommonPage)
        called += [(key.label.en, key.queue.en) for key in page.keys]
        if page.page == page.pages:
            break
        kiosk.touch("next")
    assert len(called) == len(set(called)) > 20


def test_in_english_a_word_of_chinese_is_no_heading(settings: Settings, found: Learnt) -> None:
    kiosk = begun(settings, found)
    words = [each.word for each in settings.common if len(each.items) > 1]
    home = look(kiosk.scene())[0].page
    assert isinstance(home, HomePage)
    kiosk.touch(next(key.name for key in home.keys if key.label.zh in words))
    kiosk.touch("english")
    page = look(kiosk.scene())[0].page
    assert isinstance(page, MeantPage)
    assert page.label.en.isascii()


def test_in_english_the_last_look_names_the_matter_in_english(
    settings: Settings, found: Learnt
) -> None:
    item = next(each for each in settings.items if each.name_en and each.queue)
    kiosk = begun(settings, found)
    kiosk.flow.receive(ItemChosen(item.department, item.number), Moment(1.0, OPEN))
    page = look(kiosk.scene())[0].page
    assert isinstance(page, ConfirmPage)
    assert page.item == Wording(item.name, item.name_en)


def test_a_common_word_with_two_queues_is_a_choice(settings: Settings, found: Learnt) -> None:
    """And one whose items wait in one queue is none."""
    page = begun(settings, found)
    page.touch("common-more")
    common = look(page.scene())[0].page
    assert isinstance(common, CommonPage)
    keys = [(each.label.zh, each.queue.zh) for each in common.keys]
    assert [queue for word, queue in keys if word == "驾照"] == ["车辆与驾驶", "农机"]
    assert [queue for word, queue in keys if word == "房产证"] == ["房产与物业"]
    assert [queue for word, queue in keys if word == "身份证"] == ["不在本厅办"]


def test_at_home_such_a_word_asks_which(settings: Settings, found: Learnt) -> None:
    kiosk = begun(settings, found)
    page = look(kiosk.scene())[0].page
    assert isinstance(page, HomePage)
    kiosk.touch(next(key.name for key in page.keys if key.label.zh == "驾照"))
    asked = look(kiosk.scene())[0].page
    assert isinstance(asked, MeantPage)
    assert [row.department.zh for row in asked.rows] == ["车辆与驾驶", "农机"]
    kiosk.touch("item-2")
    assert isinstance(kiosk.flow.screen, screens.Confirm)
    assert kiosk.flow.screen.queue == "machinery"


def test_what_is_dealt_with_elsewhere_is_said_at_a_touch(settings: Settings, found: Learnt) -> None:
    """And whoever would rather ask has a number for that."""
    kiosk = begun(settings, found)
    kiosk.touch("common-1")
    page = look(kiosk.scene())[0].page
    assert isinstance(page, MeantPage)
    assert "派出所" in page.instead.zh
    kiosk.touch("just-ask")
    assert isinstance(kiosk.flow.screen, screens.Confirm)
    assert kiosk.flow.screen.queue == settings.hall.guide_queue.id


def test_what_is_not_done_here_is_said_where_it_is_typed(settings: Settings, found: Learnt) -> None:
    kiosk = begun(settings, found)
    kiosk.touch("search")
    for letter in "SFZ":
        kiosk.touch(f"key-{letter}")
    page = look(kiosk.scene())[0].page
    assert isinstance(page, SearchPage)
    assert "派出所" in page.instead.zh
    assert "police" in page.instead.en
    kiosk.touch("word-1")
    assert text(kiosk) == "身份证"
    written = look(kiosk.scene())[0].page
    assert isinstance(written, SearchPage)
    assert written.instead == page.instead


def test_a_dead_end_names_the_desk_and_leads_to_a_number(settings: Settings, found: Learnt) -> None:
    kiosk = begun(settings, found)
    kiosk.touch("search")
    for letter in "QQQQ":
        kiosk.touch(f"key-{letter}")
    page = look(kiosk.scene())[0].page
    assert isinstance(page, SearchPage)
    assert page.rows == ()
    assert "导办台" in page.word.zh
    kiosk.touch("card-queues")
    assert isinstance(kiosk.flow.screen, screens.Queues)


def test_characters_are_written_one_after_another(settings: Settings, found: Learnt) -> None:
    """我 stands in no name of the sample, and behind it a word of it."""
    kiosk = begun(settings, found)
    kiosk.touch("search")
    kiosk.touch("key-W")
    kiosk.touch("key-O")
    for _ in range(40):
        if name := kiosk.name_of(WordChosen("我")):
            break
        kiosk.touch("further")
    kiosk.touch(name)
    for letter in "HUZHAO":
        kiosk.touch(f"key-{letter}")
    assert kiosk.name_of(WordChosen("我护照"))
    kiosk.touch(kiosk.name_of(WordChosen("我护照")))
    kiosk.touch("erase")
    assert text(kiosk) == "我护"
    assert kiosk.name_of(WordChosen("我护照")) == ""  # no letters stand at its end
    kiosk.touch("clear")
    assert text(kiosk) == ""


def text(kiosk: Kiosk) -> str:
    screen = kiosk.flow.screen
    assert isinstance(screen, screens.Search)
    return screen.text


def test_digits_stand_where_words_stood_and_back(settings: Settings, found: Learnt) -> None:
    kiosk = begun(settings, found)
    kiosk.touch("search")
    assert "word-1" in kiosk.touches
    assert "key-1" not in kiosk.touches
    kiosk.touch("digits")
    assert "word-1" not in kiosk.touches
    kiosk.touch("key-1")
    assert text(kiosk) == "1"
    kiosk.touch("digits")
    kiosk.touch("english")
    assert "key-1" in kiosk.touches
    assert "digits" not in kiosk.touches
    assert Comfort(Language.EN) == kiosk.flow.comfort


@pytest.mark.parametrize(("text", "told"), [("身F", True), ("SFZ", True), ("SF", False)])
def test_a_search_tells_early_where_identity_cards_are_made(
    settings: Settings, found: Learnt, text: str, told: bool
) -> None:
    scene = begun(settings, found).scene()
    page = look(replace(scene, screen=screens.Search(Purpose.TAKE, text)))[0].page
    assert isinstance(page, SearchPage)
    assert ("派出所" in page.instead.zh) is told
