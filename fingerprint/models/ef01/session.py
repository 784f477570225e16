"""The conversation with one EF01 module: single commands, and the watch. Pure."""

from __future__ import annotations

from broker.domain.errors import DeviceError, DeviceRefused
from broker.link.base import Noise
from broker.service.exchange import Exchange, ExchangeRules, RetryPolicy
from broker.service.session import Action, Done, Failed, Report, Write
from fingerprint.enrolment import Enrol, EnrolmentEvent, Erase, GiveUp, LookUp, Order
from fingerprint.models.ef01 import spec
from fingerprint.models.ef01.codec import Ack, Packet, encode, instruction_of
from fingerprint.models.ef01.commands import (
    Command,
    ReadParameters,
    SearchTemplates,
    VerifyPassword,
)
from fingerprint.models.ef01.enrolling import Procedure
from fingerprint.models.ef01.spec import OWNERS, Confirmation
from fingerprint.models.ef01.watching import Pace, Watching
from fingerprint.reading import ReaderTrouble, Reading, Watch

# Seconds of silence, several times what real modules take (spec section "Timings" of
# docs/protocols/ef01.md), and short enough to report silence within two seconds.
PATIENCE = RetryPolicy(timeout=0.7, attempts=1)
SEARCH_PATIENCE = RetryPolicy(timeout=1.2, attempts=1)  # R307 manual: under 1 s for 1:1000


class OutOfStep(DeviceError):
    """An answer that cannot belong to the question: an earlier one's, late or doubled."""


def judge(command: Command, packet: Packet) -> bool:
    """Whether `packet` can be the answer to `command`.

    Codes other than OK are answers too: the caller reads them. Most acknowledgements look alike;
    which of the questions that are owed an answer has it is counted by the exchange.
    """
    if not isinstance(packet, Ack):
        return False
    asked = instruction_of(command)
    fits = len(packet.values) == spec.ANSWER_BYTES.get(asked, 0) if packet.ok else True
    return fits and OWNERS.get(_known(packet.code)) in (None, asked)


def misfit(command: Command, packet: Packet) -> DeviceError | None:
    """Why `command` is given up when `packet` comes, which nobody owes. While the module is being
    brought into step it is passed over."""
    if not isinstance(packet, Ack) or isinstance(command, VerifyPassword | ReadParameters):
        return None
    asked = instruction_of(command).name.lower()
    return OutOfStep(f"{spec.code_name(packet.code)} does not answer {asked}")


def _known(code: int) -> Confirmation:
    try:
        return Confirmation(code)
    except ValueError:
        return Confirmation.UNDEFINED


def _policy(command: Command) -> RetryPolicy:
    return SEARCH_PATIENCE if isinstance(command, SearchTemplates) else PATIENCE


class Ef01Session:
    """Asks one module at one address.

    `submit(command)` asks once: `Done` with the acknowledgement when the module did it, `Failed`
    when it refused or stayed silent (a retry could meet the late answer of the first try).
    `submit(Watch())` starts identifying, `submit(Enrol(…))` and `submit(Erase(…))` interrupt it,
    `submit(GiveUp())` ends the former before its time; what comes of them are `Report`s. Commands
    submitted meanwhile wait for a gap.
    """

    def __init__(
        self,
        pace: Pace = Pace(),  # noqa: B008  # frozen
        password: int = spec.FACTORY_PASSWORD,
        address: int = spec.FACTORY_ADDRESS,
    ) -> None:
        self._pace = pace
        self._password = password
        self._address = address
        self._exchange: Exchange[Command, Packet] = Exchange(
            ExchangeRules(
                lambda command: encode(command, address),
                _policy,
                judge,
                barrier=lambda _command: ReadParameters(),
                misfit=misfit,
            )
        )
        self._talks: list[Watching | Procedure] = []  # the last one talks, the others wait
        self._mine: Command | None = None  # the talk's question that is out
        self._aside: list[Command] = []
        self._garbled = False

    def submit(self, command: Command | Watch | Order, now: float) -> list[Action]:
        """Ask `command`, or begin a watch, an enrolment, an erasure.

        `ValueError` where it cannot be encoded, or an enrolment is already under way.
        """
        match command:
            case Watch():
                self._talks = [Watching(self._pace, self._password, now)]
            case Enrol() | Erase() | LookUp():
                self._interrupt(Procedure(command, self._password, now))
            case GiveUp():
                return self._give_up(now)
            case _:
                encode(command)
                self._aside.append(command)
        return self._advance(now)

    def _interrupt(self, procedure: Procedure) -> None:
        if self._talks and isinstance(self._talks[-1], Procedure):
            raise ValueError("an enrolment or erasure is already under way at this reader")
        self._talks.append(procedure)

    def _give_up(self, now: float) -> list[Action]:
        talk = self._talks[-1] if self._talks else None
        if not isinstance(talk, Procedure):
            return self._advance(now)
        told = talk.give_up(owed=self._mine is not None)
        if talk.finished:
            self._finish(talk, now)
        return [*map(Report, told), *self._advance(now)]

    def noise(self, noise: Noise, _now: float) -> list[Action]:
        """Bytes that are no packet: they may have been the answer."""
        self._garbled = self._garbled or noise.reason != "power-up byte"
        return self._stray()

    def receive(self, reply: Packet, now: float) -> list[Action]:
        """Take what the decoder made of incoming bytes."""
        if reply.address != self._address:
            self._garbled = True
            return self._stray()
        actions = self._exchange.receive(reply, now)
        return self._settle(actions, now) if actions else self._stray()

    def _stray(self) -> list[Action]:
        """What answers nothing may have been the answer to something: the talk must know."""
        if self._talks:
            self._talks[-1].stray()
        return []

    def tick(self, now: float) -> list[Action]:
        """Let time-outs happen and due questions be asked."""
        return self._settle(self._exchange.tick(now), now)

    def next_wakeup(self) -> float | None:
        """When an answer is overdue or the next question is due."""
        out = self._exchange.next_wakeup()
        if out is not None or not self._talks:
            return out
        return self._talks[-1].ask_at

    def _settle(self, actions: list[Action], now: float) -> list[Action]:
        settled: list[Action] = []
        for action in actions:
            settled += self._one(action, now)
        return settled + self._advance(now)

    def _one(self, action: Action, now: float) -> list[Action]:
        if isinstance(action, Write | Report):
            return [action]
        if action.command is not self._mine:
            return [_verdict(action)]
        self._mine = None
        return [Report(event) for event in self._tell(action, now)]

    def _tell(
        self, action: Done[Command, Ack] | Failed[Command], now: float
    ) -> list[Reading] | list[EnrolmentEvent]:
        """The talk whose question was out hears what came of it."""
        talk = self._asker
        if isinstance(action, Done) and action.reply is not None:
            told = talk.answered(action.reply, now)
        else:
            late = isinstance(action, Failed) and isinstance(action.error, OutOfStep)
            garbled = late or self._garbled
            told = talk.failed(ReaderTrouble.GARBLED if garbled else ReaderTrouble.SILENT, now)
        if talk.finished:
            self._finish(talk, now)
        return told

    def _advance(self, now: float) -> list[Action]:
        """Put the next question, if none is out: a waiting command first, then the talk's."""
        if not self._exchange.idle:
            return []
        if self._aside and (not self._talks or self._talks[-1].between):
            return self._ask(self._aside.pop(0), now)
        if not self._talks or now < self._talks[-1].ask_at:
            return []
        self._asker = self._talks[-1]
        self._mine = self._asker.next_question()
        return self._ask(self._mine, now)

    def _finish(self, talk: Watching | Procedure, now: float) -> None:
        """After an enrolment the watch begins anew: nothing is taken over from before, but that a
        finger may lie there of which all is said. It has to leave before it clocks anybody in."""
        self._talks.remove(talk)
        said = any(each.said for each in (talk, *self._talks))
        if self._talks:
            self._talks = [Watching(self._pace, self._password, now, said=said)]

    def _ask(self, command: Command, now: float) -> list[Action]:
        self._garbled = False
        return self._exchange.submit(command, now)


def _verdict(action: Done[Command, Ack] | Failed[Command]) -> Action:
    """What a single command came to: a code other than OK is a refusal."""
    if isinstance(action, Failed) or action.reply is None or action.reply.ok:
        return action
    asked = instruction_of(action.command).name.lower()
    return Failed(action.command, DeviceRefused(f"{asked}: {spec.code_name(action.reply.code)}"))
