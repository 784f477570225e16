"""Where a wire that is not ours meets the hall: whatever it raises is a wire that failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from broker.domain.errors import HallError, LinkClosed, LinkError


def failed(error: BaseException, place: str) -> LinkError:
    """What a link, a driver's own perhaps, raised, as the hall knows it."""
    if isinstance(error, LinkError):
        return error
    return LinkClosed(f"{place}: {str(error) or 'no word of it'} ({type(error).__name__})")


@contextmanager
def edge(place: str) -> Iterator[None]:
    """What a link raises inside becomes a `LinkError`; our own errors stay what they are."""
    try:
        yield
    except HallError:
        raise
    except (Exception, SystemExit) as error:  # a library may raise anything there
        raise failed(error, place) from error
