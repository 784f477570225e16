"""The conversation with all cards on one wire: one frame out at a time."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from broker.domain.errors import DeviceError, DeviceNoAnswer, DeviceRefused
from broker.service.exchange import Exchange, ExchangeRules, RetryPolicy
from broker.service.session import Action, Failed
from queue_display.models.onbon import spec
from queue_display.models.onbon.codec import encode, op_of
from queue_display.models.onbon.orders import Ack, Nack, Number, Order, Other, Reply, Status


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often. The sheet gives no times: these are ours.

    `answer` is seconds a card may take after the frame has left at `baud`; `attempts` for a card
    that is there, one for a card that is known to be silent. `gap` is the rest between frames.
    A card that is `busy`, or heard a broken frame, is asked again after `busy_after` or
    `broken_after` seconds, so many times.
    """

    answer: float = 0.6
    baud: int = spec.BAUD
    attempts: int = 3
    gap: float = 0.01
    busy_after: float = 0.5
    busy_times: int = 6
    broken_after: float = 0.05
    broken_times: int = 3


class CardRefused(DeviceRefused):
    """The card said no; `code` is its `CardError`."""

    def __init__(self, code: int) -> None:
        known = code in set(spec.CardError)
        name = spec.CardError(code).name.lower().replace("_", " ") if known else "unknown"
        super().__init__(f"the card refused: error {code}, {name}")
        self.code = code


@dataclass(frozen=True, slots=True)
class _Again:
    order: Order
    at: float


def subject(order: Order) -> Hashable:
    """What an order is about: of two alike to one card only the newer matters."""
    return order.address, type(order.what)


def judge(order: Order, reply: Reply) -> bool | DeviceError:
    """Whether `reply` answers `order`, and how.

    An acknowledgement names no command, so a card that answers late can be taken for one that
    answers the next order (docs/protocols/onbon.md).
    """
    if order.address not in (reply.address, spec.ANY):
        return False
    match reply:
        case Ack():
            return True
        case Nack(_, code):
            return CardRefused(code)
        case Number():
            return op_of(order.what) == spec.Op.READ_NUMBER
        case Status():
            return op_of(order.what) == spec.Op.QUERY_STATUS
        case Other(_, op, error):
            return op == op_of(order.what) and (CardRefused(error) if error else True)


class CardSession:
    """Orders to the cards of one wire.

    The newest state of a card replaces one that waits. A silent card costs the others at most
    one time-out for each order to it, until it answers again.
    """

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._exchange = Exchange(
            ExchangeRules(encode, self._policy, judge, key=subject, gap=self._patience.gap)
        )
        self._absent: set[int] = set()
        self._newest: dict[Hashable, Order] = {}
        self._refusals: dict[Hashable, int] = {}
        self._again: list[_Again] = []

    def submit(self, order: Order, now: float) -> list[Action]:
        """Ask for `order`. `ValueError` where it cannot be put into bytes."""
        encode(order)  # here the caller hears of a mistake, later it would hit somebody else
        about = subject(order)
        self._newest[about] = order
        self._refusals.pop(about, None)
        self._again = [each for each in self._again if subject(each.order) != about]
        return self._settled(self._exchange.submit(order, now), now)

    def receive(self, reply: Reply, now: float) -> list[Action]:
        """A card said something."""
        self._absent.discard(reply.address)
        return self._settled(self._exchange.receive(reply, now), now)

    def tick(self, now: float) -> list[Action]:
        """Repeat, give up, and ask the busy again."""
        due = [each.order for each in self._again if each.at <= now]
        self._again = [each for each in self._again if each.at > now]
        actions = self._exchange.tick(now)
        for order in due:
            actions += self._exchange.submit(order, now)
        return self._settled(actions, now)

    def next_wakeup(self) -> float | None:
        """When `tick` is next worth calling."""
        wakeups = [each.at for each in self._again]
        exchange = self._exchange.next_wakeup()
        return min([*wakeups, exchange] if exchange is not None else wakeups, default=None)

    def _policy(self, order: Order) -> RetryPolicy | None:
        if not order.expects_reply:
            return None
        on_wire = len(encode(order)) * 10 / self._patience.baud
        once = order.address in self._absent or not self._is_newest(order)
        attempts = 1 if once else self._patience.attempts
        return RetryPolicy(self._patience.answer + on_wire, attempts)

    def _is_newest(self, order: Order) -> bool:
        """False where a newer order about the same thing waits: this one is not worth repeating."""
        return self._newest.get(subject(order)) is order

    def _settled(self, actions: list[Action], now: float) -> list[Action]:
        return [each for each in actions if not self._asked_again(each, now)]

    def _asked_again(self, action: Action, now: float) -> bool:
        """Take a refusal that passes by itself out of the actions, and ask again later."""
        if not isinstance(action, Failed):
            return False
        if isinstance(action.error, DeviceNoAnswer):
            if self._is_newest(action.command):
                self._absent.add(action.command.address)
            return False
        after = self._again_after(action.command, action.error)
        if after is not None:
            self._again.append(_Again(action.command, now + after))
        return after is not None

    def _again_after(self, order: Order, error: DeviceError) -> float | None:
        about = subject(order)
        if not isinstance(error, CardRefused) or not self._is_newest(order):
            return None
        times = self._refusals[about] = self._refusals.get(about, 0) + 1
        match error.code:
            case spec.CardError.BUSY if times <= self._patience.busy_times:
                return self._patience.busy_after
            case spec.CardError.CRC16 if times <= self._patience.broken_times:
                return self._patience.broken_after
            case _:
                return None
