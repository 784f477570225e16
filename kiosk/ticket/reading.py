"""What is read aloud of a ticket kiosk's glass: its sentences, in the order of reading. Pure.

The fields of a page stand in the order in which they are read, and a row of a list is a sentence;
what QML alone says of a page, its heading and the words of its keys, stands here beside it.
`tests/gui/test_read_aloud.py` holds what is read to what can be read on the glass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from broker.sound.saying import Tongue, said
from kiosk.ticket.look import TicketLook
from kiosk.ticket.pages.already import AlreadyPage
from kiosk.ticket.pages.case_number import CaseNumberPage
from kiosk.ticket.pages.cases import CaseFoundPage
from kiosk.ticket.pages.choose import ChoosePage
from kiosk.ticket.pages.code_entry import CodeEntryPage
from kiosk.ticket.pages.code_refused import CodeRefusedPage
from kiosk.ticket.pages.common_matters import CommonPage
from kiosk.ticket.pages.confirm import ConfirmPage
from kiosk.ticket.pages.guidance import GuidancePage
from kiosk.ticket.pages.home import HomePage
from kiosk.ticket.pages.items import HeadsPage, ItemsPage
from kiosk.ticket.pages.meant import MeantPage
from kiosk.ticket.pages.notices import NoticesPage
from kiosk.ticket.pages.opinion_window import OpinionWindowPage
from kiosk.ticket.pages.opinion_writing import OpinionWritingPage
from kiosk.ticket.pages.opinions import OpinionBoxPage, OpinionThanksPage
from kiosk.ticket.pages.printing import PrintingPage
from kiosk.ticket.pages.progress import ProgressPage
from kiosk.ticket.pages.queues import QueuesPage
from kiosk.ticket.pages.remember import RememberPage
from kiosk.ticket.pages.sample import SamplePage
from kiosk.ticket.pages.search import SearchPage
from kiosk.ticket.pages.sign_film import SignFilmPage
from kiosk.ticket.pages.take_away import TakeAwayPage
from kiosk.ticket.reading_rows import Words, fields, joined, plain, sentence
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Page, PagedPage


def sentences(shown: TicketLook, tongue: Tongue) -> tuple[str, ...]:
    """The glass as it is said in one language, a sentence each; what is masked is left out, and
    what stands there twice is said once."""
    texts = (said(each.zh if tongue is Tongue.ZH else each.en, tongue) for each in words(shown))
    return tuple(dict.fromkeys(text for text in texts if text))


def words(shown: TicketLook) -> Iterator[Wording]:
    """What stands above the page in low mode, and the page."""
    page = shown.page
    if shown.high is not None:
        yield from fields(shown.high)
    before, after = _AROUND.get(type(page), _ALONE)
    yield from before(page)
    yield from _WHOLE.get(type(page), fields)(page)
    yield from after(page)
    if isinstance(page, PagedPage) and page.pages > 1:
        yield say("ticket.page", page=page.page, pages=page.pages)


# pages


def _already(page: AlreadyPage) -> Words:
    yours = joined((say("ticket.yours"), page.queue))
    return (yours, plain(page.number), page.ahead, page.wait, page.where, page.lost)


def _confirm(page: ConfirmPage) -> Words:
    yield from (page.queue, page.item, page.windows)
    if page.spare != NOTHING:
        yield page.spare
    elif page.known:
        people = "ticket.before.one" if page.ahead == 1 else "ticket.before.people"
        yield _before(page.ahead, say(people))
    else:
        yield say("ticket.before.unknown")
    if page.spare == NOTHING:
        yield from (page.range, page.basis)
    yield from (page.card, say("ticket.groups"), *map(sentence, page.groups))


def _before(count: int, people: Wording) -> Wording:
    before = say("ticket.before")
    return Wording(f"{before.zh} {count} {people.zh}", f"{before.en}: {count} {people.en}")


def _printing(page: PrintingPage) -> Words:
    return (page.queue, plain(page.number))


def _case_number(page: CaseNumberPage) -> Words:
    """Not the number: whoever hears it could ask for the case."""
    return (*_hint(page.text, "cases.type"), page.example, page.where)


def _case(page: CaseFoundPage) -> Words:
    """Nor whose it is."""
    return (page.title, page.what, page.more, *map(sentence, page.steps), page.ask)


def _progress(page: ProgressPage) -> Words:
    typed = plain(page.text) if page.text else say("ticket.type-number")
    return (typed, page.what, page.why)


def _search(page: SearchPage) -> Words:
    typed = plain(page.text) if page.text else say("ticket.search.hint")
    word = () if page.rows or page.instead != NOTHING else (page.word,)
    return (typed, page.instead, *word, *map(sentence, page.rows))


def _sample(page: SamplePage) -> Words:
    return (page.label, page.detail)


def _thanks(page: OpinionThanksPage) -> Words:
    return (page.what, plain(page.code), page.then)


def _box(page: OpinionBoxPage) -> Words:
    kinds, subjects = map(sentence, page.kinds), map(sentence, page.subjects)
    return (say("opinion.kind"), *kinds, say("opinion.about"), *subjects, page.write)


def _writing(page: OpinionWritingPage) -> Words:
    """Not what was written: others hear it, too."""
    return (page.note, page.hint, page.count)


_WHOLE: dict[type[Page], Callable[[Any], Words]] = {
    AlreadyPage: _already,
    CaseFoundPage: _case,
    CaseNumberPage: _case_number,
    ConfirmPage: _confirm,
    PrintingPage: _printing,
    ProgressPage: _progress,
    SearchPage: _search,
    SamplePage: _sample,
    OpinionThanksPage: _thanks,
    OpinionBoxPage: _box,
    OpinionWritingPage: _writing,
}

# What QML says before a page's own words, and behind them.

_Around = tuple[Callable[[Any], Words], Callable[[Any], Words]]


def _hint(typed: str, key: str) -> Words:
    """What stands in a field until something is typed there."""
    return () if typed else (say(key),)


def _says(*keys: str) -> Callable[[Any], Words]:
    return lambda _page: map(say, keys)


def _nothing(_page: object) -> Words:
    return ()


_ALONE: _Around = (_nothing, _nothing)


def _had(page: AlreadyPage) -> Words:
    new = (say("ticket.already.anyway"),) if page.another else ()
    return (say("ticket.already.slip" if page.paper else "ticket.already.show"), *new)


def _code(page: CodeEntryPage) -> Words:
    return (say("code.title"), *_hint(page.text, "code.hint"), say("code.where"))


def _to_take(page: ConfirmPage) -> Words:
    no_paper = (say("ticket.no-paper"),) if page.on_screen else ()
    return (*no_paper, say("ticket.get.screen" if page.on_screen else "ticket.get"))


def _takes(key: str) -> Callable[[Any], Words]:
    """A foot with 取号, and another key where there is one."""

    def keys(page: Any) -> Words:
        other = (say(key),) if key and getattr(page, "portable", True) else ()
        return (*other, say("ticket.get")) if page.takeable else other

    return keys


def _example(page: GuidancePage) -> Words:
    return (say("guide.example"),) if page.example else ()


def _notices(page: NoticesPage) -> Words:
    none = () if page.rows else (say("notices.none"),)
    return (*none, joined((say("opinion"), say("opinion.invite"))))


def _of_search(page: SearchPage) -> Words:
    ways = (say("ticket.ask"), say("way.queues")) if page.asks else (say("way.queues"),)
    return ways if page.text and page.ready and not page.rows else ()


def _ways_on(page: CodeRefusedPage) -> Words:
    return (say("code.ordinary"), *((say("code.again"),) if page.again else ()))


def _left(page: RememberPage) -> Words:
    return (say("ticket.remember.left", seconds=page.left), say("ticket.remembered"))


_AROUND: dict[type[Page], _Around] = {
    AlreadyPage: (_says("ticket.already"), _had),
    CaseFoundPage: (_nothing, lambda page: (say("cases.again"),) if page.again else ()),
    CaseNumberPage: (_says("cases"), _says("cases.ask")),
    ChoosePage: (
        lambda page: (say("ticket.choose.guide" if page.guide else "ticket.choose"),),
        _says("ticket.search"),
    ),
    CodeRefusedPage: (_nothing, _ways_on),
    CodeEntryPage: (_code, _says("code.take")),
    CommonPage: (_says("ticket.common"), _says("ticket.search")),
    ConfirmPage: (_nothing, _to_take),
    MeantPage: (_nothing, _says("ticket.search")),
    GuidancePage: (_example, _takes("guide.take-away")),
    ItemsPage: (_nothing, _says("ticket.search")),
    HeadsPage: (_nothing, _says("ticket.search")),
    HomePage: (_says("ticket.search"), _says("opinion")),
    NoticesPage: (_says("notices"), _notices),
    OpinionBoxPage: (_says("opinion"), _says("opinion.give")),
    OpinionWritingPage: (_nothing, _says("opinion.write.done")),
    OpinionWindowPage: (_says("opinion.which"), _says("opinion.no-window")),
    PrintingPage: (
        lambda page: (say("ticket.printing" if page.number else "ticket.asking"),),
        _nothing,
    ),
    ProgressPage: (_says("way.progress"), lambda page: (say("cases"),) if page.cases else ()),
    QueuesPage: (
        lambda page: (
            say("way.queues"),
            say("ticket.no-paper" if page.on_screen else "ticket.queues.at-once"),
        ),
        _says("ticket.search"),
    ),
    SignFilmPage: (_says("sign-film.title"), _nothing),
    RememberPage: (_says("ticket.remember.why", "ticket.remember"), _left),
    SamplePage: (
        _nothing,
        lambda page: (
            *(() if page.picture else (say("guide.sample.none"),)),
            *_takes("")(page),
        ),
    ),
    SearchPage: (_nothing, _of_search),
    TakeAwayPage: (
        lambda page: (say("guide.scan.link" if page.link else "guide.scan"),),
        _takes("guide.print"),
    ),
}
