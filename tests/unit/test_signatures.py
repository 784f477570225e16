"""What PySide carries as text is compiled once, and is what it would have been."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.qt.signatures import BOOTSTRAP, Signatures

TEXT = b"def said(name):\n    return f'hello {name}'\n"
NAME = "shibokensupport/signature/said.py"
STUBS = "shibokensupport/signature/lib/pyi_generator.py"
_WRONG = """
import sys
{remember}
from PySide6.QtCore import QPoint
try:
    QPoint("a", [])
except TypeError as error:
    print(error)
stubs = sys.modules["shibokensupport.signature.lib.pyi_generator"]
print(stubs.__name__, callable(stubs.generate_pyi), len(vars(stubs)) > 20)
{end}
"""
_REMEMBER = "from kiosk.qt.signatures import remember; known = remember()"
_END = "known.keep(); print(len(known._asked), known._anew, file=sys.stderr)"


def said(known: Signatures, text: bytes = TEXT, name: str = NAME) -> dict[str, Any]:
    """What a module of this text holds."""
    held: dict[str, Any] = {"__name__": "said"}
    exec(known.compile(text, name, "exec"), held)  # noqa: S102  # as PySide does it
    return held


def kept(file: Path, text: bytes = TEXT, name: str = NAME) -> Signatures:
    """What the next process finds where one had to compile this."""
    known = Signatures(file)
    said(known, text, name)
    known.keep()
    return Signatures(file)


def test_a_text_is_compiled_once(tmp_path: Path) -> None:
    known = kept(tmp_path / "cache" / "known")
    assert callable(said(known)["said"])
    assert not known._anew


def test_another_text_of_the_same_file_is_compiled(tmp_path: Path) -> None:
    known = kept(tmp_path / "known")
    assert said(known, b"said = 'else'")["said"] == "else"
    known.keep()
    assert not Signatures(tmp_path / "known")._anew
    assert said(Signatures(tmp_path / "known"), b"said = 'else'")["said"] == "else"


@pytest.mark.parametrize("place", [0, 3, 4, 7, 8, 40, -1])
def test_a_damaged_file_is_none(tmp_path: Path, place: int) -> None:
    file = tmp_path / "known"
    kept(file)
    whole = bytearray(file.read_bytes())
    whole[place] ^= 4
    file.write_bytes(whole)
    known = Signatures(file)
    assert callable(said(known)["said"])
    assert known._anew


@pytest.mark.parametrize("length", [0, 3, 4, 8, 60])
def test_half_a_file_is_none(tmp_path: Path, length: int) -> None:
    file = tmp_path / "known"
    kept(file)
    file.write_bytes(file.read_bytes()[:length])
    known = Signatures(file)
    assert callable(said(known)["said"])
    assert known._anew


def test_of_another_python_nothing_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr("kiosk.qt.signatures.MAGIC_NUMBER", b"\0\0\r\n")
        kept(tmp_path / "known")
    known = Signatures(tmp_path / "known")
    said(known)
    assert known._anew


def test_where_python_writes_no_bytecode_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept(tmp_path / "known")
    assert not list(tmp_path.iterdir())


def test_where_nobody_may_write_it_is_compiled_again(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")  # no folder
    known = kept(tmp_path / "cache" / "known")
    assert callable(said(known)["said"])


def test_what_writes_stubs_waits_until_it_is_asked(tmp_path: Path) -> None:
    known = kept(tmp_path / "known", b"raise OSError('nobody wanted it')", STUBS)
    held = said(known, b"raise OSError('nobody wanted it')", STUBS)
    with pytest.raises(AttributeError):
        held["__getattr__"]("__path__")
    with pytest.raises(OSError, match="nobody wanted it"):
        held["__getattr__"]("generate_pyi")


def test_pyside_says_the_same_with_what_was_kept(tmp_path: Path) -> None:
    """Real processes: without it, the first with it, and one that finds what that kept."""
    bare = _process(tmp_path)
    first = _process(tmp_path, _REMEMBER, _END)
    second = _process(tmp_path, _REMEMBER, _END)
    assert "QPoint" in bare.stdout
    assert bare.stdout == first.stdout == second.stdout
    many, anew = first.stderr.split()
    assert int(many) > 5, f"PySide asks no `compile` of {BOOTSTRAP} any more"
    assert anew == "True"
    assert second.stderr.split() == [many, "False"]


def _process(folder: Path, remember: str = "", end: str = "") -> subprocess.CompletedProcess[str]:
    program = _WRONG.format(remember=remember, end=end)
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
