"""The hall's film in sign language. Pure."""

from __future__ import annotations

from kiosk.ticket.film_screens import SignFilm
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.words.values import Page


class SignFilmPage(Page, frozen=True):
    """`film` is its address."""

    film: str


def sign_film(_screen: SignFilm, scene: Scene) -> Touchable:
    """The film, and nothing to touch but the frame's own keys."""
    return Touchable(SignFilmPage(scene.sign_film))
