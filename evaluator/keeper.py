"""Who looks after the devices of one counter: an evaluator, a keypad, or both at one address."""

from __future__ import annotations

from collections.abc import Mapping

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.errors import LinkError
from broker.language import filled
from broker.service.device_line import End
from broker.service.reports import DeviceReports
from broker.service.session import Failed
from broker.wire.messages import Liveness
from evaluator.dialogue import Armed, CounterEvent, Echoing, PadPressed, Unrated
from evaluator.pad import Pad
from evaluator.ratings import Ratings
from evaluator.sentences import ECHOES


class CounterKeeper:
    """Looks after what is at one address. On the loop only.

    `ready` means that the line is open: few makes have a heartbeat, so nobody can know whether a
    device is there until somebody presses a key. `ratings` None: it asks no applicants.
    """

    def __init__(
        self,
        pad: Pad,
        ratings: Ratings | None,
        reports: DeviceReports,
        alerts: Mapping[AlertCode, Sentences],
    ) -> None:
        self._pad = pad
        self._ratings = ratings
        self._reports = reports
        self._alerts = alerts
        self._note = ""  # what staff should know of a line that works

    def line_up(self) -> None:
        """An evaluator's lights are lit again by its session; the display is ours."""
        self._reports.state(Liveness.READY, self._note)
        self._reports.over(AlertCode.LINE_LOST)
        if self._ratings is not None:
            self._ratings.line_up()
        self._pad.refresh()

    def line_down(self, error: LinkError) -> None:
        """Nobody can press or be asked now. One trouble, one alert: silence is explained."""
        self._reports.state(Liveness.LOST, str(error))
        self._reports.over(AlertCode.NO_ANSWER)
        self._reports.alert(AlertCode.LINE_LOST, self._alerts[AlertCode.LINE_LOST])

    def ended(self, end: End) -> None:
        """A device that answers is there; one that refuses or stays silent is reported."""
        if isinstance(end, Failed):
            alert = filled(self._alerts[AlertCode.NO_ANSWER], why=end.error)
            self._reports.state(Liveness.LOST, alert.zh)
            self._reports.alert(AlertCode.NO_ANSWER, alert)
        elif end.reply is not None:
            self._there()

    def hear(self, event: CounterEvent) -> None:
        """A key, or what the session made of time."""
        if isinstance(event, Echoing):
            self._echoing(event)
            return
        if not isinstance(event, Armed | Unrated):  # those come from our side of the wire
            self._there()
        if isinstance(event, PadPressed):
            self._pad.pressed(event)
        elif self._ratings is not None:
            self._ratings.hear(event)

    def _echoing(self, event: Echoing) -> None:
        """It works all the same; who looks for the reason of odd keys should know."""
        self._note = ECHOES if event.echoes else ""
        self._reports.state(Liveness.READY, self._note)

    def _there(self) -> None:
        self._reports.state(Liveness.READY, self._note)
        self._reports.over(AlertCode.NO_ANSWER)
