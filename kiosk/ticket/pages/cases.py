"""How far a case is (办件进度), for whoever said its whole number. Pure."""

from __future__ import annotations

from datetime import date, datetime, time

from broker.domain.cases import Case, CaseState, item_number
from broker.domain.catalogue import Item
from kiosk.issuing.materials import telephone
from kiosk.ticket.case_screens import CaseFound
from kiosk.ticket.events import Press, Pressed, Touch
from kiosk.ticket.pages.guide_facts import plain
from kiosk.ticket.pages.guide_rows import StepBox
from kiosk.ticket.pages.item_rows import titled
from kiosk.ticket.pages.phrases import at_desk
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.words import NOTHING, Wording, say
from kiosk.words.calendar import clock, short_date
from kiosk.words.values import Page, Tone

_SIGNS = {
    CaseState.ACCEPTED: ("document", Tone.PRIMARY),
    CaseState.UNDER_WAY: ("hourglass", Tone.PRIMARY),
    CaseState.SUPPLEMENT: ("warning", Tone.WARN),
    CaseState.DONE: ("tick", Tone.OK),
    CaseState.REFUSED: ("cross", Tone.STOP),
    CaseState.ENDED: ("info", Tone.QUIET),
}
_TURNS: dict[str, Touch] = {"previous": Pressed(Press.PREVIOUS), "next": Pressed(Press.NEXT)}
_OPEN = frozenset((CaseState.ACCEPTED, CaseState.UNDER_WAY, CaseState.SUPPLEMENT))


class CaseFoundPage(Page, frozen=True):
    """How far a case is. Where there is none to show, `what` and `more` say why, and there are no
    `steps`. `again`: the number may be typed once more."""

    title: Wording
    about: Wording
    icon: str
    tone: Tone
    what: Wording
    more: Wording
    steps: tuple[StepBox, ...]
    ask: Wording
    leaf: int
    again: bool


def case_found(screen: CaseFound, scene: Scene) -> Touchable:
    """How far it is; gentle words where that cannot be said."""
    case = None if scene.cases is None or screen.too_many else scene.cases.get(screen.key)
    page = _unknown(screen, scene) if case is None else _known(case, screen, scene)
    on: dict[str, Touch] = (
        {"again": Pressed(Press.BACK)} if page.again else {"done": Pressed(Press.HOME)}
    )
    return Touchable(page, {**_TURNS, **on})


def _unknown(screen: CaseFound, scene: Scene) -> CaseFoundPage:
    more = NOTHING
    if screen.too_many:
        what = say("cases.too-many")
    elif scene.cases is None:
        what = say("cases.wait")
    else:
        what, more = say("cases.none"), say("cases.none.why")
    return CaseFoundPage(
        title=say("cases"),
        about=NOTHING,
        icon="info",
        tone=Tone.WARN,
        what=what,
        more=more,
        steps=(),
        ask=at_desk("ticket.help", scene),
        leaf=0,
        again=more != NOTHING,
    )


def _known(case: Case, screen: CaseFound, scene: Scene) -> CaseFoundPage:
    item = _item(case, scene)
    icon, tone = _SIGNS[case.state]
    late = case.state in _OPEN and scene.local.date() > case.due
    number = say("cases.number", number=case.number)
    whose = say("cases.applicant", name=case.applicant) if case.applicant else NOTHING
    phone = telephone(item, scene.hall) if item else scene.hall.hall.telephone
    return CaseFoundPage(
        title=titled(item) if item else plain(case.item),
        about=_in_a_row(number, whose, _data_of(scene)),
        icon=icon,
        tone=tone,
        what=_told(case),
        more=say("cases.late") if late else NOTHING,
        steps=_steps(case),
        ask=say("cases.phone", telephone=phone) if phone else at_desk("ticket.help", scene),
        leaf=screen.leaf,
        again=False,
    )


def _in_a_row(*said: Wording) -> Wording:
    told = [each for each in said if each != NOTHING]
    return Wording("　".join(each.zh for each in told), "   ".join(each.en for each in told))


def _data_of(scene: Scene) -> Wording:
    """Of which hour the table is; of another day than today its day, too."""
    of = scene.cases_of
    if of is None:
        return NOTHING
    hour = Wording(clock(of), clock(of))
    if of.date() == scene.local.date():
        return say("cases.of", when=hour)
    day = short_date(of)
    return say("cases.of", when=Wording(f"{day.zh} {hour.zh}", f"{day.en}, {hour.en}"))


def _told(case: Case) -> Wording:
    """The state, and what the office says to the applicant."""
    state = say(f"cases.state.{case.state}")
    return say("cases.said", state=state, said=case.said) if case.said else state


def _steps(case: Case) -> tuple[StepBox, ...]:
    """受理, what is being done, 办结: where it stands is said in words."""
    past, now = say("cases.past"), say("cases.now")
    accepted, review = say("cases.step.accepted"), say("cases.step.review")
    began, due = _on(case.accepted), say("cases.due", day=_on(case.due))
    match case.state:
        case CaseState.ACCEPTED:
            rows = ((accepted, began, now), (review, NOTHING, NOTHING))
            last = (say("cases.step.done"), due, NOTHING)
        case CaseState.UNDER_WAY | CaseState.SUPPLEMENT:
            rows = ((accepted, began, past), (_stage(case), NOTHING, now))
            last = (say("cases.step.done"), due, NOTHING)
        case CaseState.DONE | CaseState.REFUSED | CaseState.ENDED:
            rows = ((accepted, began, past), (review, NOTHING, past))
            last = (_stage(case), NOTHING, now)
    every = (*rows, last)
    return tuple(
        StepBox(nth, label, note, term, nth == len(every))
        for nth, (label, note, term) in enumerate(every, 1)
    )


def _stage(case: Case) -> Wording:
    """The office's own word; in English what it means."""
    return Wording(case.stage, say(f"cases.state.{case.state}").en)


def _on(day: date) -> Wording:
    return short_date(datetime.combine(day, time()))


def _item(case: Case, scene: Scene) -> Item | None:
    """The item of the catalogue, where the table names it by department and number."""
    named = item_number(case.item)
    if named is None:
        return None
    departments = (each.id for each in scene.hall.departments if named[0] in (each.name, each.id))
    found = (scene.catalogue.item(each, named[1]) for each in departments)
    return next((each for each in found if each), None)
