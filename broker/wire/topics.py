"""Every topic of the hall. The only place that knows where the slashes go.

`hall/v2/<hall>/<kind>/<id>/<branch>/<what>`; see docs/asyncapi.yaml. A client of the broker has a
name that the broker vouches for, and it stands in every topic on which somebody must know who
speaks: requests, answers, echoes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.alerts import AlertCode
from broker.domain.base import Request, kebab

VERSION = "v2"  # of the wire: 1 did not say who asks
LEDGER = "main"


class Kind(StrEnum):
    """What sort of thing a subtree belongs to."""

    LEDGER = "ledger"
    WINDOW = "window"
    QUEUE = "queue"
    DISPLAY = "display"
    EVALUATOR = "evaluator"
    KEYPAD = "keypad"
    READER = "reader"
    KIOSK = "kiosk"
    PANEL = "panel"
    BOARD = "board"
    GUIDE = "guide"
    CLOCK_IN = "clock-in"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of one hall."""

    hall: str

    def _of(self, kind: Kind, key: object, *rest: str) -> str:
        return "/".join(("hall", VERSION, self.hall, kind, str(key), *rest))

    def liveness(self, kind: Kind, key: object) -> str:
        """Retained `DeviceState`; the last will says lost."""
        return self._of(kind, key, "$state")

    def alert(self, kind: Kind, key: object, code: AlertCode) -> str:
        """Retained `Alert`, cleared when the trouble is over."""
        return self._of(kind, key, "$alert", code)

    def request(self, client: str, request: type[Request]) -> str:
        """Where a client sends requests of this type."""
        return self._of(Kind.LEDGER, LEDGER, "request", client, kebab(request.__name__))

    def requests(self) -> str:
        """Filter: every request of every client."""
        return self._of(Kind.LEDGER, LEDGER, "request", "+", "+")

    def reply(self, client: str) -> str:
        """Where one client hears answers, and nowhere else."""
        return self._of(Kind.SERVICE, client, "reply")

    def echo(self, client: str, program: str) -> str:
        """The round trip of one program of a client to itself, to know that the bus lives; with a
        response topic, the question of another program of the same client whether it lives."""
        return self._of(Kind.SERVICE, client, "echo", program)

    def is_echo(self, client: str, topic: str) -> bool:
        """Filter: whether a topic is the echo of a program of this client."""
        before, _, program = topic.rpartition("/")
        return f"{before}/" == self.echo(client, "") and not {"+", "#"} & set(program)

    def facts(self) -> str:
        """`FactsRecorded`, one message for each commit, never retained."""
        return self._of(Kind.LEDGER, LEDGER, "event", "facts")

    def calls(self) -> str:
        """Retained `CallsState`: the last calls, for the hall board."""
        return self._of(Kind.LEDGER, LEDGER, "state", "calls")

    def day(self) -> str:
        """Retained `DayState`: figures of the business day."""
        return self._of(Kind.LEDGER, LEDGER, "state", "day")

    def duty(self) -> str:
        """Retained `DutyState`: who is on duty."""
        return self._of(Kind.LEDGER, LEDGER, "state", "duty")

    def catalogue(self) -> str:
        """Retained `CatalogueState`: the items that the ledger knows."""
        return self._of(Kind.LEDGER, LEDGER, "state", "catalogue")

    def kiosk(self, key: str) -> str:
        """Retained `CatalogueState`: the items that a kiosk offers."""
        return self._of(Kind.KIOSK, key, "state", "now")

    def kiosks(self) -> str:
        """Filter: the items of every kiosk."""
        return self._of(Kind.KIOSK, "+", "state", "now")

    def window(self, number: int) -> str:
        """Retained `WindowState`."""
        return self._of(Kind.WINDOW, number, "state", "now")

    def windows(self) -> str:
        """Filter: every window's state."""
        return self._of(Kind.WINDOW, "+", "state", "now")

    def queue(self, key: str) -> str:
        """Retained `QueueState`."""
        return self._of(Kind.QUEUE, key, "state", "now")

    def queues(self) -> str:
        """Filter: every queue's state."""
        return self._of(Kind.QUEUE, "+", "state", "now")

    def evaluator(self, window: int) -> str:
        """Retained `EvaluatorState`."""
        return self._of(Kind.EVALUATOR, window, "state", "now")

    def reader(self, key: str) -> str:
        """Retained `ReaderState`."""
        return self._of(Kind.READER, key, "state", "now")

    def readers(self) -> str:
        """Filter: every reader's state."""
        return self._of(Kind.READER, "+", "state", "now")

    def fingers(self, key: str) -> str:
        """Retained `FingersState` of one reader, told by the ledger."""
        return self._of(Kind.LEDGER, LEDGER, "state", f"fingers-{key}")

    def library(self, key: str) -> str:
        """Retained `LibraryState` of one reader, told by its service."""
        return self._of(Kind.READER, key, "state", "library")

    def enrol(self, key: str) -> str:
        """`EnrolFinger`, for one reader; never retained."""
        return self._of(Kind.READER, key, "event", "enrol")

    def enrol_stop(self, key: str) -> str:
        """`StopEnrolment`, for one reader; never retained."""
        return self._of(Kind.READER, key, "event", "enrol-stop")

    def number_typed(self, key: str) -> str:
        """`NumberTyped`, for one reader; never retained."""
        return self._of(Kind.READER, key, "event", "number-typed")

    def enrolment(self, key: str) -> str:
        """`EnrolmentTold`, from there; never retained."""
        return self._of(Kind.READER, key, "event", "enrolment")

    def settings(self, client: str) -> str:
        """Retained `SettingsState`, for the machine of one client."""
        return self._of(Kind.SERVICE, client, "state", "settings")

    def settings_part(self, client: str, number: object) -> str:
        """Retained `SettingsPart`."""
        return self._of(Kind.SERVICE, client, "settings", str(number))

    def papers_asked(self, client: str) -> str:
        """`PapersAsked`, from there; never retained."""
        return self._of(Kind.SERVICE, client, "event", "papers-asked")

    def papers_renewed(self, client: str) -> str:
        """`PapersRenewed`, for one client; never retained."""
        return self._of(Kind.SERVICE, client, "event", "papers-renewed")

    def slip_text(self, kind: Kind, key: object) -> str:
        """`SlipText`, for the printer of one kiosk or guide desk; never retained."""
        return self._of(kind, key, "event", "slip-text")

    def slip_text_ended(self, kind: Kind, key: object) -> str:
        """`SlipTextEnded`, from there; never retained."""
        return self._of(kind, key, "event", "slip-text-ended")

    def subtree(self, kind: Kind, key: object) -> str:
        """Filter: all that is said of one thing, or with `+` of all of its kind."""
        return self._of(kind, key, "#")

    def everything(self) -> str:
        """Filter: all that is said in the hall."""
        return f"hall/{VERSION}/{self.hall}/#"

    def alerts_of(self, kind: Kind, key: object) -> str:
        """Filter: every alert of one device or screen."""
        return self._of(kind, key, "$alert", "+")

    def states(self) -> str:
        """Filter: the state of every window, queue and device."""
        return self._of(Kind.SERVICE, "+", "state", "now").replace(f"/{Kind.SERVICE}/", "/+/")

    def ledger_states(self) -> str:
        """Filter: what the ledger says of the whole hall."""
        return self._of(Kind.LEDGER, LEDGER, "state", "+")

    def livenesses(self) -> str:
        """Filter: `$state` of everything."""
        return self._of(Kind.SERVICE, "+", "$state").replace(f"/{Kind.SERVICE}/", "/+/")

    def alerts(self) -> str:
        """Filter: every alert."""
        return self._of(Kind.SERVICE, "+", "$alert", "+").replace(f"/{Kind.SERVICE}/", "/+/")


def asker(topic: str) -> str:
    """The client that sent a request on this topic."""
    *_, client, _ = topic.split("/")
    return client


def subject(topic: str) -> tuple[str, str]:
    """The kind and id a concrete topic is about: `("window", "3")`."""
    _, _, _, kind, key, *_ = topic.split("/")
    return kind, key
