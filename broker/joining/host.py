"""The hall's side of joining: a code is judged, keys are signed, settings are packed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from broker.bus.papers import KEYS
from broker.certificates.authority import Authority
from broker.domain.errors import CertificateError
from broker.joining.invitation import Invitation, Over
from broker.joining.machines import joined
from broker.joining.words import (
    CODE,
    CodeShown,
    PapersGiven,
    SigningAsked,
    TurnedDown,
    Welcome,
    understood,
)
from broker.service.person_secret import secret_in
from broker.settings import Settings
from broker.settings.parcel import packed
from broker.wire.topics import VERSION

_TURNED = {
    Over.WRONG: ("邀请码不对，请看主机上 hall invite 显示的邀请码", "this is not the code"),
    Over.TRIED: (
        "邀请码输错次数过多，这次邀请已作废，请在主机上重新邀请",
        "wrong codes were shown too often: this invitation is over; invite anew",
    ),
    Over.LATE: ("邀请已过期，请在主机上重新邀请", "the invitation is over; invite anew"),
    Over.USED: ("这个邀请码已经用过，请在主机上重新邀请", "the code was used already; invite anew"),
}
_UNREADABLE = TurnedDown("unreadable", "听不懂的请求", "this is no request to join")


class Host:
    """Hears what machines that join say. `told` is each wrong code, by what became of it."""

    def __init__(
        self,
        settings: Settings,
        authority: Authority,
        invitation: Invitation,
        place: tuple[str, int],
        now: Callable[[], datetime],
        told: Callable[[Over], None],
    ) -> None:
        self._settings = settings
        self._authority = authority
        self._invitation = invitation
        self._place = place
        self._now = now
        self._told = told

    def hear(self, path: str, body: bytes) -> Welcome | PapersGiven | TurnedDown:
        """The answer. Errors of the authority are told as such: whoever joins can only wait."""
        said: CodeShown | SigningAsked | None
        said = understood(body, CodeShown) if path == CODE else understood(body, SigningAsked)
        if said is None:
            return _UNREADABLE
        if over := self._invitation.judge(said.code, self._now()):
            self._told(over)
            return TurnedDown(over.value, *_TURNED[over])
        if isinstance(said, CodeShown):
            building = self._settings.hall.hall
            whom = self._invitation.clients
            return Welcome(building.id, building.name, building.name_en, whom, VERSION)
        return self._sign(said)

    def _sign(self, asked: SigningAsked) -> PapersGiven | TurnedDown:
        if set(asked.requests) != set(self._invitation.clients):
            return _UNREADABLE
        now = self._now()
        try:
            signed = {
                name: self._authority.sign(name, request, now)
                for name, request in asked.requests.items()
            }
            for name in signed:
                self._authority.shut(name, out=False)
            joined(self._settings.run / KEYS, self._invitation.clients)
        except (CertificateError, OSError) as error:
            return TurnedDown(
                "unsigned", f"主机无法签发证书：{error}", f"papers cannot be made: {error}"
            )
        self._invitation.used = True
        settings = packed(self._settings, self._invitation.clients, self._place)
        return PapersGiven(signed, *self._place, settings, self._person_secret())

    def _person_secret(self) -> bytes:
        """For a kiosk; without it that knows its own people alone, which is no reason to turn it
        away."""
        hall, invited = self._settings.hall, self._invitation.clients
        if not any(each.id in invited for each in hall.kiosks):
            return b""
        try:
            return secret_in(self._settings.run)
        except OSError:
            return b""
