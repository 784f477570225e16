"""espeak-ng and its player as processes: heard, stopped, hanging, failing, missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker.service.runner import Runner
from broker.sound import espeak, player
from broker.sound.clicks import AGAIN_AFTER, Clicks, ClickTrouble, click
from broker.sound.espeak import AT_LEAST, FOR_EACH, Espeak
from broker.sound.saying import Tongue
from broker.sound.voice import Recorder, VoiceTrouble
from tests.stages.speakers import FakeSpeakers


@pytest.fixture
def speakers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSpeakers:
    return FakeSpeakers(tmp_path, monkeypatch)


class Stage:
    """A loop with a hand-held clock, and a voice on it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.runner = Runner(lambda: self.seconds)
        self.voice = Espeak(self.runner, 60, 150)
        self.told: list[VoiceTrouble | None] = []

    def speak(self, text: str = "请到三号窗口", tongue: Tongue = Tongue.ZH) -> None:
        self.voice.speak(text, tongue, self.told.append)

    def until(self, done: Callable[[], object]) -> None:
        for _ in range(400):
            self.runner.step(0.0)
            if done():
                return
            time.sleep(0.02)
        pytest.fail("it did not come")


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.voice.stop()


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_a_text_goes_through_standard_input_and_to_the_player(
    speakers: FakeSpeakers, stage: Stage
) -> None:
    stage.speak()
    stage.until(lambda: stage.told)
    assert stage.told == [None]
    ((words, pid),) = speakers.calls("espeak-ng")
    assert "请到" not in " ".join(words)  # a command line is read by everybody
    assert words[words.index("-v") + 1] == "cmn-latn-pinyin"
    assert words[words.index("-a") + 1] == "120"
    assert speakers.heard("espeak-ng").decode() == "请到三号窗口"
    assert speakers.heard("aplay") == b"RIFF" + "请到三号窗口".encode()
    assert gone(pid)


def test_english_has_a_voice_of_its_own(speakers: FakeSpeakers, stage: Stage) -> None:
    stage.speak("Window 3", Tongue.EN)
    stage.until(lambda: stage.told)
    ((words, _),) = speakers.calls("espeak-ng")
    assert words[words.index("-v") + 1] == "en-gb"


@pytest.mark.parametrize("name", ["espeak-ng", "aplay"])
def test_stopped_it_is_silent_at_once_and_nobody_is_told(
    speakers: FakeSpeakers, stage: Stage, name: str
) -> None:
    speakers.way(name, "hangs")
    stage.speak()
    stage.until(lambda: speakers.calls(name))
    stage.voice.stop()
    ((_, pid),) = speakers.calls(name)
    assert gone(pid)
    stage.runner.step(0.0)
    assert stage.told == []


@pytest.mark.parametrize("name", ["espeak-ng", "aplay"])
def test_what_hangs_is_killed_and_told(speakers: FakeSpeakers, stage: Stage, name: str) -> None:
    speakers.way(name, "hangs")
    stage.speak("请")
    stage.until(lambda: speakers.calls(name))
    stage.seconds += AT_LEAST + FOR_EACH - 0.01
    stage.runner.step(0.0)
    assert stage.told == []
    stage.seconds += 0.02
    stage.runner.step(0.0)
    assert stage.told == [VoiceTrouble.SILENT]
    ((_, pid),) = speakers.calls(name)
    assert gone(pid)


@pytest.mark.parametrize("name", ["espeak-ng", "aplay"])
@pytest.mark.parametrize("way", ["fails", "ends"])
def test_what_ends_badly_is_told(speakers: FakeSpeakers, stage: Stage, name: str, way: str) -> None:
    speakers.way(name, way)
    stage.speak()
    stage.until(lambda: stage.told)
    assert stage.told == [VoiceTrouble.FAILED]


def test_without_a_program_it_says_so_by_the_loop(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert espeak.missing() == ("espeak-ng", "alsa-utils")
    stage.speak()
    assert stage.told == []
    stage.runner.step(0.0)
    assert stage.told == [VoiceTrouble.MISSING]


def test_a_new_text_cuts_off_the_old(speakers: FakeSpeakers, stage: Stage) -> None:
    speakers.way("aplay", "hangs")
    stage.speak("甲")
    stage.until(lambda: speakers.calls("aplay"))
    speakers.way("aplay", "speaks")
    stage.speak("乙")
    stage.until(lambda: stage.told)
    assert stage.told == [None]
    assert all(gone(pid) for _, pid in speakers.calls("aplay"))


def test_a_killed_program_that_hangs_in_its_driver_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As one in the kernel's state D does; nothing is started beside it, and later again."""
    program = player.start(["sleep", "3600"], subprocess.DEVNULL)
    wait = program.wait

    def hangs(timeout: float | None = None) -> int:
        assert timeout is not None, "it waits without an end"
        raise subprocess.TimeoutExpired("sleep", timeout)

    monkeypatch.setattr(program, "wait", hangs)
    monkeypatch.setattr(program, "poll", lambda: None)
    player.kill(program)
    with pytest.raises(OSError, match="true"):
        player.start(["true"], subprocess.DEVNULL)
    monkeypatch.undo()
    wait()
    other = player.start(["true"], subprocess.DEVNULL)
    assert other.wait() == 0


def test_a_recorder_keeps_what_it_was_to_say() -> None:
    voice, told = Recorder(50), []
    voice.speak("请", Tongue.ZH, told.append)
    assert voice.speaking
    voice.end()
    voice.end()
    assert (voice.spoken, told, voice.speaking) == ([("请", Tongue.ZH, 50)], [None], False)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
@pytest.mark.parametrize(
    ("tongue", "text"), [(Tongue.ZH, "请到三号窗口"), (Tongue.EN, "Please go to window 3")]
)
def test_the_real_engine_makes_sound_of_both_languages(tongue: Tongue, text: str) -> None:
    words = ["espeak-ng", "--stdin", "--stdout", "-b", "1", "-v", espeak.VOICES[tongue]]
    made = subprocess.run(words, input=text.encode(), capture_output=True, check=True).stdout
    samples = memoryview(made[44 : len(made) // 2 * 2]).cast("h")
    assert made[:4] == b"RIFF"
    assert len(samples) > 22_050 / 2  # half a second at least
    assert max(samples) > 1000


# clicks


class ClickStage:
    """Clicks with a hand-held clock."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.told: list[ClickTrouble | None] = []
        self.clicks = Clicks(lambda: self.seconds, self.told.append)


@pytest.fixture
def clicking(speakers: FakeSpeakers) -> Iterator[ClickStage]:
    speakers.way("aplay", "listens")
    made = ClickStage()
    yield made
    made.clicks.release()


def soon(done: Callable[[], object]) -> None:
    for _ in range(400):
        if done():
            return
        time.sleep(0.02)
    pytest.fail("it did not come")


def test_a_click_is_short_and_ends_in_silence() -> None:
    samples = memoryview(click()).cast("h")
    loud = [nth for nth, each in enumerate(samples) if abs(each) > 300]
    assert max(map(abs, samples)) > 3000
    assert max(loud) < 48_000 * 0.03
    assert not any(samples[round(48_000 * 0.03) :])


def test_one_player_takes_every_click(speakers: FakeSpeakers, clicking: ClickStage) -> None:
    for _ in range(3):
        clicking.clicks.click()
    soon(lambda: len(speakers.heard("aplay")) == 3 * len(click()))
    ((words, _),) = speakers.calls("aplay")
    assert words[-1] == "-"
    assert clicking.told == []


def test_a_player_that_hangs_delays_nobody(speakers: FakeSpeakers, clicking: ClickStage) -> None:
    speakers.way("aplay", "hangs")
    began = time.monotonic()
    for _ in range(100):
        clicking.clicks.click()
    assert time.monotonic() - began < 2.0
    assert clicking.told == []


def test_a_player_that_ends_is_told_once_and_tried_anew_later(
    speakers: FakeSpeakers, clicking: ClickStage
) -> None:
    speakers.way("aplay", "ends")
    clicking.clicks.click()
    soon(lambda: [clicking.clicks.click(), clicking.told][1])
    for _ in range(5):
        clicking.clicks.click()
    assert clicking.told == [ClickTrouble.ENDED]
    calls = len(speakers.calls("aplay"))
    speakers.way("aplay", "listens")
    clicking.seconds += AGAIN_AFTER
    clicking.clicks.click()
    assert clicking.told == [ClickTrouble.ENDED, None]
    soon(lambda: len(speakers.calls("aplay")) == calls + 1)


def test_without_a_player_there_is_one_word_of_it(
    clicking: ClickStage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for _ in range(5):
        clicking.clicks.click()
    assert clicking.told == [ClickTrouble.MISSING]


def test_released_the_sound_card_is_free(speakers: FakeSpeakers, clicking: ClickStage) -> None:
    clicking.clicks.click()
    soon(lambda: speakers.calls("aplay"))
    clicking.clicks.release()
    ((_, pid),) = speakers.calls("aplay")
    assert not Path(f"/proc/{pid}").exists()
    assert os.getpid() != pid
    clicking.clicks.click()
    soon(lambda: len(speakers.calls("aplay")) == 2)
