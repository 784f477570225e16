"""Lines of TOML values, against texts whose lines are counted by eye."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.checking import KeyPath
from broker.domain.errors import ConfigError
from broker.settings.places import first_of, lines, place, spell
from broker.settings.shape import parse

TEXT = '''# line 1
top = 1
a.b = 2 # [[not.a.header]]
"quoted.key" = """
text with ] and # and "" in it
"""
[one]
list = [
    "x", # comment, with ] comma
    [1, 2],
    { p = 1, q.r = [3] },
]
[one.two]
when = 1979-05-27 07:32:00
float = 1.5
[[many]]
id = 'a#b'
[many.sub]
k = 1
[[many]]
id = "b\\"]"
[[many.inner]]
deep = 1
[[many.inner]]
deep = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("a", "b"), 3),
        (("quoted.key",), 4),
        (("one",), 7),
        (("one", "list"), 8),
        (("one", "list", 0), 9),
        (("one", "list", 1, 1), 10),
        (("one", "list", 2, "q", "r", 0), 11),
        (("one", "two", "when"), 14),
        (("one", "two", "float"), 15),
        (("many",), 16),
        (("many", 0, "id"), 17),
        (("many", 0, "sub", "k"), 19),
        (("many", 1), 20),
        (("many", 1, "id"), 21),
        (("many", 1, "inner", 0, "deep"), 23),
        (("many", 1, "inner", 1, "deep"), 25),
    ],
)
def test_the_line_of_every_value(path: KeyPath, line: int) -> None:
    assert lines(TEXT)[path] == line
    assert lines(TEXT.replace("\n", "\r\n"))[path] == line


def test_every_value_of_the_standard_reader_has_a_line() -> None:
    assert set(_paths(tomllib.loads(TEXT), ())) <= set(lines(TEXT))


def _paths(value: Any, path: KeyPath) -> list[KeyPath]:
    found = [path] if path else []
    if isinstance(value, dict | list):
        below = value.items() if isinstance(value, dict) else enumerate(value)
        found += [deeper for key, one in below for deeper in _paths(one, (*path, key))]
    return found


def test_a_place_is_spelt_for_a_person() -> None:
    where = lines(TEXT)
    assert spell(("windows", 3, "queues", 0)) == "windows[3].queues[0]"
    assert place(("many", 1, "id"), where) == "many[1].id (line 21)"
    assert place(("many", 1, "absent"), where) == "many[1].absent (line 20)"
    assert place(("absent",), where) == "absent"
    assert place((), where) == "the whole file"


def _accepted(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


_WORDS = st.sampled_from(
    ["a", "b.a", '"a b"', "1", "'#'", '"]"', "[1, 2]", "[]", "{}", "{ a = 1 }", "[{ b = 1 }, {}]"]
)
_LINES = st.one_of(
    st.tuples(st.sampled_from(["a", "b", "c.a", '"x"']), _WORDS).map(" = ".join),
    st.sampled_from(["", "# a = [", "[t]", "[t.u]", "[[many]]", "[[many.more]]", "  "]),
    st.text(alphabet="[]{}=,.\"'#ab1-:\\ ", max_size=8),
)


@given(st.lists(_LINES, max_size=6).map("\n".join).filter(_accepted))
def test_whatever_the_standard_reader_accepts_is_walked_to_its_end(text: str) -> None:
    values = tomllib.loads(text)
    found = lines(text)
    assert {path[0] for path in found} == set(values)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a]\nx = 1\n\n[ a", (("a",), 1, 4)),
        ("[a.b]\nx = [\n1,\n]\n['a'.b", (("a", "b"), 1, 5)),
        ("[[a]]\n[[a]]\n[a", (("a",), 1, 3)),
        ("[a]\nx = 1\nx = 2", (("a", "x"), 2, 3)),
        ("[[a]]\nx = 1\n[[a]]\ny.z = 1\ny.z = [\n2]", (("a", 1, "y", "z"), 4, 5)),
        ("[a]\nx = 1\n[b]\nx = 2", None),
        ("x = {a = 1, a = [", None),
        ("", None),
    ],
)
def test_what_is_given_twice_is_told_with_both_lines(
    text: str, told: tuple[KeyPath, int, int] | None
) -> None:
    assert first_of(text) == told


_LINES = ("[a]", "[[a]]", "[a.x]", "[[a.x]]", "x = 1", "x.y = [", "1]", "x = {y.z = 1, y = 2}", "#")


@given(st.lists(st.sampled_from(_LINES)))
def test_whatever_is_given_twice_is_an_error_that_names_two_lines_in_their_order(
    text: list[str],
) -> None:
    found, place = None, ""
    try:
        parse("hall.toml", "\n".join(text).encode())
    except ConfigError as error:
        found = re.search(r"time, and on line (\d+) already", error.problem)
        place = error.place
    if found:
        assert 1 <= int(found[1]) < int(place.removeprefix("line ")) <= len(text)
