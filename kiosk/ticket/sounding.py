"""A kiosk's sounds, after what its flow says is heard: the page, sentence by sentence, and clicks.

A sentence at a time: so it can be stopped, and made louder, in its midst. Another loudness says the
sentence again that was being said, and what was read is never read twice otherwise.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from broker.domain.alerts import AlertCode
from broker.domain.kiosks import VoiceEngine
from broker.sound import espeak
from broker.sound.clicks import Clicks, ClickTrouble
from broker.sound.espeak import Espeak
from broker.sound.saying import Tongue
from broker.sound.voice import Voice, VoiceTrouble
from kiosk.ticket.aloud import loudness
from kiosk.ticket.events import PageRead
from kiosk.ticket.reading import sentences

if TYPE_CHECKING:
    from broker.domain.hall import Hall
    from broker.service.runner import Runner
    from kiosk.qt.runner import QtRunner
    from kiosk.ticket.conductor import Conductor
    from kiosk.ticket.flow import Flow
    from kiosk.ticket.look import TicketLook

Complain = Callable[[AlertCode, str], None]


def open_sounds(hall: Hall, runner: QtRunner, conductor: Conductor) -> Sounds:
    """Voice and clicks of one kiosk, silent when its program ends."""
    conductor.tell_staff(AlertCode.VOICE, lacking(hall))
    tell = partial(runner.post, conductor.tell)
    sounds = Sounds(hall, open_voice(hall, runner), runner.clock, tell, conductor.tell_staff)
    runner.at_end.callback(sounds.close)
    return sounds


def open_voice(hall: Hall, runner: Runner) -> Voice | None:
    """The voice of hall.toml; None where it has none, or its program is not installed."""
    rules = hall.voice
    if rules.engine is VoiceEngine.NONE or espeak.missing():
        return None
    return Espeak(runner, rules.volume, rules.speed)


def lacking(hall: Hall) -> str:
    """What stands in the way of a voice that hall.toml asks for; "" where nothing does."""
    wanted = hall.voice.engine is not VoiceEngine.NONE
    return VoiceTrouble.MISSING if wanted and espeak.missing() else ""


class Sounds:
    """What one kiosk's loudspeaker does. `tell` hears that a page was read out; `complain` a
    trouble of voice or clicks, "" once it is over."""

    def __init__(
        self,
        hall: Hall,
        voice: Voice | None,
        seconds: Callable[[], float],
        tell: Callable[[PageRead], None],
        complain: Complain,
    ) -> None:
        self._hall = hall
        self._voice = voice
        self._tell = tell
        self._complain = complain
        self._clicks = Clicks(seconds, self._click_told) if hall.kiosk.touch_sound else None
        self._clicked = 0
        self._reading: int | None = None
        self._left: deque[str] = deque()
        self._tongue = Tongue.ZH

    @property
    def reads(self) -> bool:
        """Whether there is a voice."""
        return self._voice is not None

    def follow(self, flow: Flow, shown: TicketLook) -> None:
        """The flow may want something else to be heard now that the glass shows this."""
        aloud = flow.aloud
        if self._voice is not None:
            volume = loudness(self._hall.voice.volume, flow.comfort)
            self._follow(self._voice, aloud.reading, volume, shown)
        speaks = aloud.reading is not None and self._voice is not None  # to it the card belongs
        if aloud.clicks != self._clicked and self._clicks is not None and not speaks:
            self._clicks.click()
        self._clicked = aloud.clicks

    def close(self) -> None:
        """Be silent for good: no program is left."""
        if self._voice is not None:
            self._voice.stop()
        if self._clicks is not None:
            self._clicks.release()

    def _follow(self, voice: Voice, reading: int | None, volume: int, shown: TicketLook) -> None:
        louder, voice.volume = volume != voice.volume, volume
        if reading != self._reading:
            self._reading = reading
            voice.stop()
            self._left.clear()
            if reading is not None:
                self._tongue = Tongue(shown.language.value)
                self._left.extend(sentences(shown, self._tongue))
                self._next(voice)
        elif louder and reading is not None and self._left:
            self._next(voice)

    def _next(self, voice: Voice) -> None:
        """The sentence that stands first; it goes when it is over."""
        if self._clicks is not None:
            self._clicks.release()  # some sound cards play one thing at a time
        if self._left:
            voice.speak(self._left[0], self._tongue, self._over)
        else:
            self._tell(PageRead())

    def _over(self, trouble: VoiceTrouble | None) -> None:
        self._complain(AlertCode.VOICE, trouble or "")
        if trouble is not None:
            self._left.clear()
        if self._left:
            self._left.popleft()
        if self._voice is not None:
            self._next(self._voice)

    def _click_told(self, trouble: ClickTrouble | None) -> None:
        self._complain(AlertCode.TOUCH_SOUND, trouble or "")
