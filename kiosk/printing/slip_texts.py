"""Texts that staff want on a slip: asked for on the bus, printed by whoever holds the printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from broker.bus.base import Delivery
from broker.service.life import Service, new_id
from broker.wire.messages import SlipText, SlipTextEnded
from broker.wire.topics import Kind
from kiosk.printing.trouble import PrinterTrouble

PrintText = Callable[[str, Callable[[PrinterTrouble | None], None]], None]


class SlipTexts:
    """Hears them for one kiosk or guide desk. A text that fails is not tried again by itself, and
    is no alert: whoever asked for it stands there and hears why."""

    def __init__(self, service: Service, place: tuple[Kind, str], print_text: PrintText) -> None:
        self._service = service
        self._ended_topic = service.topics.slip_text_ended(*place)
        self._print = print_text
        service.bus.subscribe(service.topics.slip_text(*place), SlipText, self._asked)

    def _asked(self, delivery: Delivery) -> None:
        asked = delivery.message
        if not isinstance(asked, SlipText):
            return
        try:
            self._print("\n".join(asked.lines), partial(self._printed, asked.id))
        except ValueError as error:
            self._tell((asked.id, str(error)))

    def _printed(self, text: str, trouble: PrinterTrouble | None) -> None:
        """On the printer's thread."""
        self._service.runner.post(self._tell, (text, trouble or ""))

    def _tell(self, event: tuple[str, str]) -> None:
        text, trouble = event
        now = self._service.now()
        ended = SlipTextEnded(id=new_id(), at=now, text=text, trouble=trouble)
        self._service.bus.publish(self._ended_topic, ended)
