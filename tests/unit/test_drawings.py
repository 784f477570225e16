"""Drawings that would take for ever are refused before anybody draws them; usual ones are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.errors import ConfigError
from broker.settings.drawings import MOST, flaw
from broker.settings.picture_files import sound_picture

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="9">'
    "{}</svg>"
)


def svg(inside: str) -> bytes:
    return SVG.format(inside).encode()


def levels(count: int, times: int, by: str) -> str:
    """`count` symbols, each of which is drawn `times` times by the next."""
    said = ['<defs><g id="n0"><path d="M0 0L1 1"/></g></defs>']
    for n in range(1, count):
        inside = by.format(n - 1) * times
        said.append(f'<defs><g id="n{n}">{inside}</g></defs>')
    return "".join([*said, by.format(count - 1)])


USE, LINKED = '<use href="#n{0}"/>', '<use x:href="#n{0}"/>'
FILLED = '<rect fill="url(#n{0})"/>'
STYLED = "<rect style=\"mask:url('#n{0}')\"/>"


@pytest.mark.parametrize("by", [USE, LINKED, FILLED, STYLED])
def test_what_is_drawn_by_what_is_drawn_by_others_is_counted_as_often(by: str) -> None:
    assert flaw(svg(levels(4, 10, by))) == ""  # a thousand paths
    for deep in (6, 40):
        assert "too long to draw" in flaw(svg(levels(deep, 10, by)))
    assert flaw(svg(levels(150, 10, by))) != ""


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ('<g id="a"><use href="#a"/></g>', "without an end"),
        (levels(900, 1, USE), "without an end"),
        ("<g>" * 300 + "</g>" * 300, "no PNG, JPEG or SVG"),
        ("<path/>" * (MOST + 1), "too long to draw"),
        (f'<path d="{"L1 1" * 500_000}"/>', "too long to draw"),
        ('<filter id="f"/><g filter="url(#f)"/>' + "<feBlend/>" * 50, "too long to draw"),
        (
            '<marker id="m">' + "<path/>" * 100 + '</marker><path marker-mid="url(#m)" d="'
            + "1 1 " * 400 + '"/>',
            "too long to draw",
        ),
        ('<image href="other.svg"/>', "another file"),
        ('<image href="data:image/svg+xml;base64,AA"/>', "another file"),
        ('<style>.a{fill:url(#p)}</style><pattern id="p"/>', "style sheet"),
    ],
)  # fmt: skip
def test_what_takes_long_in_another_way_is_refused(inside: str, problem: str) -> None:
    assert problem in flaw(svg(inside))


def test_entities_are_refused() -> None:
    said = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("<text>&a;</text>")
    assert "entities" in flaw(said)


@pytest.mark.parametrize(
    "inside",
    [
        '<linearGradient id="a"/><style>.a{fill:url(#a)}</style><path class="a"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        "<path/>" * 5_000,
        '<symbol id="s"><path/></symbol>' + '<use href="#s"/>' * 500,
        '<use href="#nowhere"/><use/>',
        "<!-- a remark --><text>字</text>",
    ],
)
def test_usual_drawings_are_taken(inside: str) -> None:
    assert flaw(svg(inside)) == ""


@pytest.mark.parametrize("content", [b"", b"<html/>", b"<svg", b"\xff\xfe<", b"<a/>" * 9])
def test_what_is_none_is_none(content: bytes) -> None:
    assert flaw(content) != ""


@given(st.binary(max_size=60))
def test_whatever_the_bytes_are_they_are_judged(data: bytes) -> None:
    flaw(data)
    flaw(SVG.encode().replace(b"{}", data))


def test_a_pipe_into_which_nobody_writes_and_a_folder_are_no_pictures(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="directory"):
        sound_picture(tmp_path)
