"""What a process of a torture is told on its command line."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path


def words(kinds: Collection[str]) -> argparse.Namespace:
    """`kind`, honest or one of the saboteurs; `hall` and `run` as every role has them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=kinds)
    parser.add_argument("--hall", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    return parser.parse_args()
