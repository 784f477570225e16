"""A new machine's side of joining: it knows the hall by its fingerprint, and nothing else.

First the certificate of the authority is fetched from whoever answers there. Only if it has the
fingerprint that a person brought along it is believed, and only then the code is shown, to a server
that proves to be of that authority. A stranger in between learns nothing and can give nothing.
"""

from __future__ import annotations

import hashlib
import http.client
import ssl
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import msgspec

from broker.certificates.asking import asked, take
from broker.domain.errors import CertificateError
from broker.joining.words import (
    AUTHORITY,
    CODE,
    LARGEST,
    LARGEST_ANSWER,
    PAPERS,
    CodeShown,
    PapersGiven,
    SigningAsked,
    TurnedDown,
    Welcome,
    understood,
)
from broker.language import chosen
from broker.wire.topics import VERSION

_PATIENCE = 30.0  # seconds for each answer
SHORTEST = 16  # letters of a fingerprint: 64 bits, which nobody finds a second certificate for

Said = TypeVar("Said", bound=msgspec.Struct)


class Newcomer:
    """Asks at one place. Raises `CertificateError` with what a person at the machine can do."""

    def __init__(self, host: str, port: int, fingerprint: str) -> None:
        self._place = host, port
        self.authority = self._known(fingerprint)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_3
        self._context.load_verify_locations(cadata=self.authority)

    def expected(self, code: str) -> Welcome:
        """What this machine is going to be."""
        welcome = self._ask(CODE, CodeShown(code), Welcome)
        if welcome.wire != VERSION:
            raise CertificateError(
                f"{self._said}: the hall speaks {welcome.wire} and this program {VERSION}; install"
                " the version of the hall here, and join then"
            )
        return welcome

    def joined(self, code: str, keys: Path, expected: Welcome) -> PapersGiven:
        """Make a key for each client, have it signed, and put all of it into `keys`."""
        requests = {name: asked(keys, name) for name in expected.clients}
        answer = self._ask(PAPERS, SigningAsked(code, requests), PapersGiven)
        if set(answer.certificates) != set(requests):
            raise CertificateError(f"{self._said}: it signed something else than was asked")
        for name, certificate in answer.certificates.items():
            take(keys, name, certificate, self.authority)
        return answer

    @property
    def _said(self) -> str:
        return "{}:{}".format(*self._place)

    def _known(self, fingerprint: str) -> str:
        unproved = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        unproved.check_hostname = False
        unproved.verify_mode = ssl.CERT_NONE  # whoever it is: what it gives is held to the print
        text = self._answer("GET", AUTHORITY, b"", unproved)[1].decode("ascii", "replace")
        try:
            found = hashlib.sha256(ssl.PEM_cert_to_DER_cert(text)).hexdigest()
        except ValueError:
            found = ""
        wanted = fingerprint.replace(":", "").lower()
        if len(wanted) < SHORTEST or not found.startswith(wanted):
            raise CertificateError(
                chosen(
                    f"{self._said}：这不是邀请您的大厅（指纹不符），什么都没有发送。请核对地址和指纹",
                    f"{self._said}: this is not the hall that invited you (its authority has"
                    " another fingerprint); nothing was sent. Compare address and fingerprint",
                )
            )
        return text

    def _ask(self, path: str, said: msgspec.Struct, kind: type[Said]) -> Said:
        status, body = self._answer("POST", path, msgspec.json.encode(said), self._context)
        if turned := understood(body, TurnedDown) if status == http.client.FORBIDDEN else None:
            raise CertificateError(f"{self._said}: {chosen(turned.zh, turned.en)}")
        answer = understood(body, kind)
        if status != http.client.OK or answer is None:
            raise CertificateError(f"{self._said}: what answers there is no hall of this version")
        return answer

    def _answer(
        self, method: str, path: str, body: bytes, context: ssl.SSLContext
    ) -> tuple[int, bytes]:
        host, port = self._place
        most = LARGEST if method == "GET" else LARGEST_ANSWER
        try:
            made = http.client.HTTPSConnection(host, port, timeout=_PATIENCE, context=context)
            with closing(made) as line:
                line.request(method, path, body)
                answer = line.getresponse()
                return answer.status, answer.read(most)
        except (OSError, http.client.HTTPException) as error:
            raise CertificateError(
                chosen(
                    f"{self._said}：连接不上（{error}）。主机上的 hall invite 还开着吗？"
                    "网线、地址、端口对吗？",
                    f"{self._said}: nobody answers ({error}). Is `hall invite` still open there?"
                    " Are cable, address and port right?",
                )
            ) from error
