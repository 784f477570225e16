"""Pictures of fingers compared, one with those of one person."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from broker.domain.errors import ConfigError
from fingerprint import matching
from fingerprint.matching import MATCH, Matcher
from fingerprint.reading import GreyPicture
from firmware_mocks.uru4500 import fingers

INVERTED = bytes(range(255, -1, -1))


def shown(name: str, times: int = 0) -> GreyPicture:
    return GreyPicture(384, 289, fingers.pressed(name, times).translate(INVERTED))


def test_without_its_library_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matching, "_LIBRARY", "nbis_is_not_here")
    with pytest.raises(ConfigError, match=r"nbis-py is not installed.*glibc 2\.34"):
        Matcher()


def test_a_library_that_does_not_fit_the_system_says_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "misfit.py").write_text("raise OSError('version `GLIBC_2.34` not found')")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(matching, "_LIBRARY", "misfit")
    with pytest.raises(ConfigError, match=r"pip install 'service-hall\[uru4500\]'"):
        Matcher()


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    pytest.importorskip("nbis", reason="nbis-py is not installed: pip install '.[uru4500]'")
    return Matcher()


def made(matcher: Matcher, picture: GreyPicture) -> bytes:
    template = matcher.template(picture)
    assert template is not None
    assert template.startswith(b"FMR\0 20\0"), "ISO/IEC 19794-2:2005, 7.3"
    return template


def test_a_finger_is_known_again_and_another_is_not(matcher: Matcher) -> None:
    known = [made(matcher, shown("anna")), made(matcher, shown("anna's thumb"))]
    again = made(matcher, shown("anna", 1))
    assert matcher.same(again, known)
    assert not matcher.same(again, known[1:])
    assert not matcher.same(again, [])
    for other in ("ben", "carl", "dora"):
        stranger = made(matcher, shown(other))
        assert not matcher.same(stranger, known)
        assert max(matcher.score(stranger, each) for each in known) < MATCH // 2


def test_where_nothing_can_be_seen_there_is_no_template(matcher: Matcher) -> None:
    for pixels in (fingers.EMPTY, fingers.smudged("anna"), bytes(384 * 289)):
        assert matcher.template(GreyPicture(384, 289, pixels)) is None
    finger = shown("anna")
    edge = GreyPicture(384, 60, finger.pixels[: 384 * 60])
    assert matcher.template(edge) is None, "the edge of a finger"


def test_what_is_no_template_is_refused(matcher: Matcher) -> None:
    good = made(matcher, shown("anna"))
    for bad in (b"", b"FMR", good[:40], bytes(200)):
        with pytest.raises(ValueError, match="no template"):
            matcher.score(good, bad)


SCRIPT = """
import sys
from fingerprint.matching import Matcher
from fingerprint.reading import Pictured, Ready, Watch
from firmware_mocks.uru4500 import fingers
from tests.stages.uareu import Talk, reader
matcher = Matcher()
talk = Talk(reader(scrambled="yes"))
talk.submit(Watch())
talk.event(Ready)
talk.hand("finger anna")
picture = talk.event(Pictured).capture.grey()
template = matcher.template(picture)
assert matcher.same(template, [template])
talk.close()
if sys.argv[1:]:
    open(sys.argv[1], "wb").write(picture.pixels)
sys.stdout.write("compared")
"""
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|\bcreat\(|\bmemfd_create\(")


def written(tmp_path: Path, *arguments: str) -> list[str]:
    """What a program opened for writing while it took a picture and compared it."""
    log = tmp_path / "opened"
    command = ["strace", "-f", "-qq", "-e", "trace=open,openat,creat,memfd_create", "-o", str(log)]
    program = [sys.executable, "-B", "-c", SCRIPT, *arguments]
    here = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(here)}
    said = subprocess.run(
        [*command, *program], cwd=here, env=environment, capture_output=True, text=True, check=False
    )
    assert said.stdout == "compared", said.stderr
    lines = [line for line in log.read_text().splitlines() if " ENOENT " not in line]
    assert len(lines) > 100, "the control: it does see what is opened"
    return [line for line in lines if WRITES.search(line) and '"/dev/' not in line]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.usefixtures("matcher")
def test_a_picture_is_never_written_anywhere(tmp_path: Path) -> None:
    assert written(tmp_path) == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.usefixtures("matcher")
def test_the_control_a_picture_that_is_written_is_seen(tmp_path: Path) -> None:
    assert len(written(tmp_path, str(tmp_path / "picture"))) == 1
