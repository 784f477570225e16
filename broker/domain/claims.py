"""What somebody says about a time, held against what the ledger knows. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.domain.refusals import No, Refusal

APART = timedelta(seconds=60)  # two clocks of one hall, and what passes between two readings


def check_claim(moment: datetime, earliest: datetime, latest: datetime) -> None:
    """Raise `Refusal` where `moment` lies outside what can be true, a minute apart at most."""
    if not earliest - APART <= moment <= latest + APART:
        raise Refusal(No.NO_SUCH_TIME, moment=moment.isoformat())
