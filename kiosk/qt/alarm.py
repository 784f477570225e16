"""What the hall is told of a screen that shows that it is out of order: whoever could help is
seldom before it. A screen whose program is gone, or never came, is seen by its `$state`."""

from __future__ import annotations

from broker.domain.alerts import AlertCode, Sentences
from broker.service.life import Service
from broker.service.reports import Alerts
from broker.wire.topics import Kind
from kiosk.qt.runner import QtRunner
from kiosk.words import say


def raise_alarm(service: Service, runner: QtRunner) -> None:
    """From now on a failure of our own is an alert, until the screen is started anew."""
    alerts = Alerts(service, Kind.SERVICE, service.name, [AlertCode.SCREEN])
    words = say("screen.alarm", name=service.name)

    def tell(_event: object) -> None:
        alerts.alert(AlertCode.SCREEN, Sentences(words.zh, words.en))

    runner.on_failure(lambda: runner.post(tell, None))
