"""Whole months with seeds that nobody tuned on: what docs/waiting.md says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.settings import load
from firmware_mocks.rehearsal.month import makeup
from firmware_mocks.rehearsal.month.command import month


@pytest.mark.torture
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", makeup.JUDGED_ON)
def test_of_a_month_eighty_five_in_a_hundred_were_told_right(seed: int) -> None:
    hall = load(Path("examples/zhenlai/hall.toml"), Path()).hall
    (*_, judge) = month(hall, seed, makeup.LOADS["normal"], makeup.DAYS, knowing=False)
    ours, naive = judge.whole.ours, judge.whole.naive
    assert ours.given > 15_000
    assert ours.narrow_rate == 100
    assert ours.rate >= 85
    assert ours.rate > naive.rate + 5  # control: people × mean does not reach it
    assert naive.rate < 85
