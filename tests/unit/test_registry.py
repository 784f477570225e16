"""Entry points of other people's packages: found by name, and no surprise when they are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker import cli
from broker.domain.errors import ConfigError
from broker.registry import Group, load, names

BROKEN = {
    "lacking": "import a_package_nobody_installed\nDRIVER = None\n",
    "library": "raise OSError('libslate.so.3: cannot open shared object file')\n",
    "typing": "DRIVER = (\n",
    "empty": "",
    "leaving": "raise SystemExit('run me as a program')\n",
}


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with drivers and commands that cannot be imported."""
    entries = []
    for group in (Group.DISPLAY, Group.COMMAND):
        entries += [f"[{group}]", *(f"{name}-x = outside_{name}:DRIVER" for name in BROKEN)]
    info = tmp_path / "outside-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outside\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("\n".join(entries) + "\n", "utf-8")
    for name, text in BROKEN.items():
        (tmp_path / f"outside_{name}.py").write_text(text, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("name", BROKEN)
def test_an_entry_that_cannot_be_imported_is_one_sentence(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([f"{name}-x"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"outside_{name}:DRIVER" in said
    assert "install what it needs" in said


@pytest.mark.usefixtures("packages")
def test_the_sentence_names_what_is_missing_and_the_others_still_work() -> None:
    with pytest.raises(ConfigError, match="a_package_nobody_installed"):
        load(Group.DISPLAY, "lacking-x")
    assert "lacking-x" in names(Group.DISPLAY)
    assert load(Group.DISPLAY, "onbon").name == "onbon"


@pytest.mark.usefixtures("packages")
def test_a_broken_driver_is_one_sentence_of_hall_probe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["probe", "library-x", "--port", "/nowhere"]) == 1
    assert "libslate.so.3" in capsys.readouterr().err
