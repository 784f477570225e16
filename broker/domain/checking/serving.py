"""Every item finds a queue, every queue a window, every window its devices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from broker.domain.catalogue import Item
from broker.domain.checking.problem import Problem
from broker.domain.hall import Hall


def queues(hall: Hall) -> Iterator[Problem]:
    """Each queue has a window, and words that mean something."""
    served = {queue for window in hall.windows for queue in window.queues}
    for index, queue in enumerate(hall.queues):
        if queue.id not in served:
            yield Problem(
                ("queues", index),
                f"no window serves the queue {queue.id!r}: its tickets would wait for ever",
                "name it in the queues of at least one window, or remove it",
            )
        if any(not word.strip() for word in queue.match):
            yield Problem(
                ("queues", index, "match"),
                "an empty word is in every item's name",
                "remove it; a queue without `match` takes the remaining items",
            )


def asking(hall: Hall) -> Iterator[Problem]:
    """The queue of who only wants to ask is there; every other belongs to a department."""
    if hall.hall.guide_queue and hall.guide_queue is None:
        yield Problem(
            ("hall", "guide_queue"),
            f"there is no {hall.hall.guide_queue!r} in [[queues]]",
            "write one that exists, or add it to [[queues]]",
        )
    for index, queue in enumerate(hall.queues):
        if not queue.department and queue.id != hall.hall.guide_queue:
            yield Problem(
                ("queues", index, "department"),
                f"the queue {queue.id!r} belongs to no department: no item leads to it",
                "write the id of a [[departments]] entry, or name it as guide_queue in [hall]",
            )


def departments(hall: Hall) -> Iterator[Problem]:
    """Each department has a queue, and at most one for the remaining items."""
    rest: dict[str, list[int]] = defaultdict(list)
    for index, queue in enumerate(hall.queues):
        if not queue.match:
            rest[queue.department].append(index)
    having = {queue.department for queue in hall.queues}
    for index, department in enumerate(hall.departments):
        if department.id not in having:
            yield Problem(
                ("departments", index),
                f"no queue belongs to {department.id!r}: nobody can take a number for it",
                "add a [[queues]] entry with this department, or remove the department",
            )
        for other in rest[department.id][1:]:
            yield Problem(
                ("queues", other, "match"),
                f"two queues of {department.id!r} are to take the remaining items",
                "give `match` words to all queues of a department but one",
            )


def reached(hall: Hall, items: tuple[Item, ...]) -> Iterator[Problem]:
    """Each department's items reach a queue, and each queue with `match` words gets some."""
    names = {department.id: index for index, department in enumerate(hall.departments)}
    lost: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if not item.queue:
            lost[item.department].append(item)
    for department, missing in lost.items():
        yield Problem(
            ("departments", names[department]),
            f"no queue takes {len(missing)} of its items, the first is {missing[0].name!r}",
            f"add a queue of {department!r} without `match`: it takes the remaining items",
        )
    taken = {item.queue for item in items}
    for index, queue in enumerate(hall.queues):
        if queue.match and queue.id not in taken:
            yield Problem(
                ("queues", index, "match"),
                "no item's name holds one of these words",
                "correct the words, or remove the queue",
                warning=True,
                unused=True,
            )


def posts(hall: Hall) -> Iterator[Problem]:
    """A window can work without its devices, but hardly on purpose."""
    for table, device in (("displays", "display"), ("evaluators", "evaluator")):
        having = {post.window for post in getattr(hall, table)}
        for index, window in enumerate(hall.windows):
            if window.number not in having:
                yield Problem(
                    ("windows", index),
                    f"window {window.number} has no {device}",
                    f"add it to [[{table}]], or leave it so",
                    warning=True,
                    unused=True,
                )


def cards(hall: Hall) -> Iterator[Problem]:
    """A queue wants an ID card where one can be read; else everybody goes to the guide desk."""
    if any(each.card_line for each in hall.kiosks):
        return
    for index, queue in enumerate(hall.queues):
        if queue.needs_card:
            yield Problem(
                ("queues", index, "needs_card"),
                f"the queue {queue.id!r} wants an ID card, and no kiosk has a reader",
                "name its line as card_line of a kiosk, or leave it so",
                warning=True,
            )
