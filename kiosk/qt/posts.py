"""Which of hall.toml's kiosks or guide desks a screen is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from broker.domain.errors import ConfigError
from broker.settings import Settings


class Identified(Protocol):
    """A table of hall.toml with an id."""

    @property
    def id(self) -> str: ...


P = TypeVar("P", bound=Identified)


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
