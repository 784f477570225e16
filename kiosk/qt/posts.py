"""Which of hall.toml's kiosks, guide desks or clock-in screens a screen is, or at which reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from broker.domain.clock_ins import ClockInPost
from broker.domain.errors import ConfigError
from broker.domain.hall import Reader
from broker.domain.kiosks import GuideDesk, Kiosk
from broker.settings import Settings

P = TypeVar("P", Kiosk, GuideDesk, ClockInPost, Reader)


def post_named(settings: Settings, table: str, posts: Sequence[P], key: str) -> P:
    """The one of `posts` that `key` names, or the only one where `key` is empty.

    `ConfigError` lists those there are.
    """
    if not key and len(posts) == 1:
        return posts[0]
    for post in posts:
        if post.id == key:
            return post
    known = ", ".join(each.id for each in posts) or "none"
    thing = table.removesuffix("s").replace("_", " ")
    raise ConfigError(str(settings.file), table, f"no {thing} {key!r}", f"use one of: {known}")
