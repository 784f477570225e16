"""What a month showed, as a table."""

from __future__ import annotations

from statistics import quantiles

from broker.domain.hall import Hall
from broker.language import translated
from firmware_mocks.rehearsal.month.judging import QueueScore, RangeJudge

_HEADING = (
    "each row: queue · numbers · ranges · waits p50, p90 (minutes) · held % · of those who waited "
    "a minute · narrow % · mean half width · people × mean held % · who knows the means held %"
)


def table(hall: Hall, judge: RangeJudge) -> str:
    """A row a queue, and one for all."""
    rows = [(queue.id, judge.queues[queue.id]) for queue in hall.queues if queue.id in judge.queues]
    return "\n".join(
        [
            translated(_HEADING),
            *(_row(name, score) for name, score in rows),
            _row("*", judge.whole),
            "",
        ]
    )


def _row(name: str, score: QueueScore) -> str:
    cut = quantiles(score.waits, n=10) if len(score.waits) > 1 else [0.0] * 9
    ours = score.ours
    knowing = f"{score.knowing.rate:7.1f}" if score.knowing.given else "      —"
    return (
        f"  {name:16}{score.tickets:6}{ours.given:6}"
        f"{cut[4] / 60:6.1f}{cut[8] / 60:6.1f}{ours.rate:7.1f}{ours.waited_rate:7.1f}"
        f"{ours.narrow_rate:7.1f}{ours.half:6.1f}{score.naive.rate:7.1f}{knowing}"
    )
