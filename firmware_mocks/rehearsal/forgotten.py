"""Somebody forgets to clock in, and the duty leader says that he is here."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

from broker.domain.hall import Member, Role
from broker.domain.requests import Refused
from firmware_mocks.rehearsal.actor import Actor
from firmware_mocks.rehearsal.clerks import Clerks
from firmware_mocks.rehearsal.opening import Opened, Say
from firmware_mocks.rehearsal.patience import waited

_REASON = "忘记打卡"


@dataclass
class Forgotten(Actor):
    """The window does not open for who did not clock in; one word of the leader's, and it does."""

    hall: Opened
    clerks: Clerks
    say: Say

    def show(self, member: Member) -> None:
        """`member` is at work then."""
        answer = self.clerks.signing_in(member)
        if not isinstance(answer, Refused):
            self.gave_up(f"the window opens for {member.id}, who did not clock in", final=True)
        self.say(f"the duty leader notes that {member.id} is here, who forgot to clock in")
        self._correct(member)
        if not waited(lambda: member.id in self.hall.onlooker.on_duty):
            self.gave_up(f"{member.id} is not on duty, whatever the leader says", final=True)
        self.clerks.sign_in(member)

    def _correct(self, member: Member) -> None:
        """As the leader does at a terminal."""
        settings = self.hall.settings
        leader = next(each for each in settings.hall.staff if each.role is Role.DUTY_LEADER)
        place = ["--hall", str(settings.file), "--run", str(settings.run)]
        words = ["punch", member.id, "--by", leader.id, "--reason", _REASON, "--as", "in", *place]
        program = [sys.executable, "-m", "broker.cli", *words]
        done = subprocess.run(program, capture_output=True, text=True, check=False)  # noqa: S603  # ours
        if done.returncode:
            self.gave_up(done.stdout.strip() or done.stderr.strip(), final=True)
