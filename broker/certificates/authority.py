"""The hall's own authority: it signs a certificate for each client, and takes it back.

How this works and why it cannot let a stranger in. The broker believes whoever shows a certificate
that this authority signed, under the name in it (CN), and nobody else; nothing in the net is asked.
Keys are of P-256 and are written for their owner alone. A client's certificate holds for 397 days
and is made anew, with a new key, when two thirds of them are over, so that no person has to think
of it; what it replaces is not revoked, for its holder may still be connected with it, and it ends
by itself. Whoever is expelled is revoked: the list of the revoked is signed anew each time, and
long before it ends, for a broker whose list has ended lets nobody in at all.

All of it is a folder in the formats of openssl: `ca.crt`, `ca.key`, `index.txt`, `crl.pem`, and a
folder of each client's own. openssl moves its register away before it puts the new one there, so it
works on a copy, and ours is replaced whole. A power cut leaves at most a certificate in the
register that nobody has, which does no harm, and never one in use that is not in the register.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from broker.bus.papers import LIFE, Papers, papers_in
from broker.certificates.asking import NEW_KEY
from broker.certificates.configuration import CONFIGURATION
from broker.certificates.openssl import openssl
from broker.certificates.register import Signed, read_register, written
from broker.domain.errors import CertificateError
from broker.service.owners import no_right
from broker.service.whole_file import being_written, settle, write_whole

LIST_LIFE = timedelta(days=90)
_AUTHORITY_LIFE = timedelta(days=20 * 365)
_EARLIER = timedelta(hours=1)  # clocks of one hall need not agree
_REGISTER = "index.txt"
SHUT_OUT = "shut-out"  # whom a person expelled, a name a line
_HOSTS = "hosts"  # the names in a server's certificate, beside it
_OURS = ("-config", "openssl.cnf")


class Authority:
    """The authority in a folder. It is made there at the first need.

    What a client's certificate is good for is reckoned from the time that is handed in; authority
    and list hold from the machine's. Raises `CertificateError` where the folder cannot be used.
    """

    def __init__(self, folder: Path, hall: str) -> None:
        self._folder = folder
        self._hall = hall

    @property
    def certificate(self) -> Path:
        """What everybody of the hall believes."""
        return self._folder / "ca.crt"

    @property
    def is_here(self) -> bool:
        """Whether its key is in the folder: there only can papers be made."""
        try:
            return (self._folder / "ca.key").exists()
        except PermissionError as error:
            raise CertificateError(no_right(self._folder)) from error

    @property
    def revocations(self) -> Path:
        """The list of what was taken back, for the broker."""
        return self._folder / "crl.pem"

    def papers(self, name: str) -> Papers:
        """Where the papers of `name` lie, or would."""
        return papers_in(self._folder, name)

    def found(self) -> bool:
        """Make the authority, unless it is there; whether it had to be."""
        with self._alone():
            new = not self.certificate.exists()
            if new:
                self._make()
            if not self.revocations.exists():  # a power cut came between the two
                self._list()
            return new

    def provide(self, name: str, now: datetime, hosts: Sequence[str] = ()) -> Papers:
        """The papers of `name`, made where it has none that hold for long enough. With `hosts`
        they are a server's, at these names and addresses; where it has others they are made anew.
        """
        with self._alone():
            papers = self.papers(name)
            if _named(hosts) != self._hosts(name) or not self._hold(papers, name, now):
                self._sign(name, now, hosts)
            return papers

    def sign(self, name: str, asked: str, now: datetime) -> str:
        """A certificate for a key that another machine made and keeps: `asked` is its request
        (PKCS #10, PEM), of which the key is believed and nothing else."""
        with self._alone():
            work = f"of/{name}.asked", f"of/{name}.signed"
            write_whole(self._folder / work[0], asked.encode())
            self._certify(name, work[0], work[1], now)
            made = (self._folder / work[1]).read_text("ascii")
            for each in work:
                (self._folder / each).unlink()
            return made

    @property
    def shut_out(self) -> frozenset[str]:
        """Whom a person expelled, and nobody has taken in again."""
        with contextlib.suppress(OSError):
            return frozenset((self._folder / SHUT_OUT).read_text("utf-8").split())
        return frozenset()

    def shut(self, name: str, *, out: bool) -> None:
        """Note that `name` has no rights any more, or has them again."""
        with self._alone():
            others = self.shut_out - {name}
            names = sorted(others | {name} if out else others)
            write_whole(self._folder / SHUT_OUT, "\n".join(names).encode())

    def expel(self, name: str) -> int:
        """Take back all that was signed for `name`: how many certificates. The list is new."""
        with self._alone():
            taken = [each for each in self._register() if each.name == name and not each.revoked_at]
            for each in taken:
                self._ca("-revoke", f"signed/{each.number}.pem", "-crl_reason", "superseded")
            self._list()
            return len(taken)

    def keep(self, now: datetime) -> None:
        """Sign the list of the revoked anew, and the authority's own certificate, with its key of
        ever, where it does not count at `now`: a clock may have been wrong when it was made."""
        with self._alone():
            if not self._counts(now):
                self._sign_itself("-key", "ca.key")
            self._list()

    def signed(self) -> tuple[Signed, ...]:
        """Every certificate, the oldest first."""
        with self._alone():
            return self._register()

    def fingerprint(self) -> str:
        """SHA-256 of the authority's certificate, by which whoever joins knows this hall."""
        said = openssl(self._folder, "x509", "-in", "ca.crt", "-noout", "-fingerprint", "-sha256")
        return said.strip().rpartition("=")[2].replace(":", "").lower()

    def _make(self) -> None:
        write_whole(self._folder / "openssl.cnf", CONFIGURATION.encode())
        for each in ("signed", "of"):
            (self._folder / each).mkdir(mode=0o700, exist_ok=True)
        write_whole(self._folder / _REGISTER, b"")
        self._sign_itself(*NEW_KEY, "-keyout", "ca.key")

    def _sign_itself(self, *key: str) -> None:
        new = being_written(self.certificate).name
        days = str(_AUTHORITY_LIFE.days)
        subject = ("-subj", f"/CN={self._hall} hall authority", "-extensions", "authority")
        words = ("req", "-x509", *_OURS, *key, "-days", days, *subject)
        openssl(self._folder, *words, "-out", new)
        (self._folder / new).replace(self.certificate)
        settle(self._folder)

    def _counts(self, now: datetime) -> bool:
        """Whether the authority's own certificate does."""
        words = ("x509", "-in", "ca.crt", "-noout", "-startdate", "-enddate")
        begins, ends = (
            ssl.cert_time_to_seconds(line.partition("=")[2])
            for line in openssl(self._folder, *words).splitlines()
        )
        return begins <= now.timestamp() < ends

    def _hold(self, papers: Papers, name: str, now: datetime) -> bool:
        """Whether they are a pair, one that was signed here and not taken back, and count now and
        for a third of their life. By themselves: the register knows others of that name, too."""
        known = self._register()
        try:
            shown = papers.certificate.read_bytes()
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(papers.certificate, papers.key)
        except OSError:
            return False
        return any(
            shown == (self._folder / f"signed/{each.number}.pem").read_bytes()
            for each in known
            if each.name == name
            and each.revoked_at is None
            and each.until - LIFE - _EARLIER <= now < each.until - LIFE / 3
        )

    def _sign(self, name: str, now: datetime, hosts: Sequence[str]) -> None:
        """A new key and its certificate; the former pair stays whole until both are there."""
        own = self._folder / "of" / name
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        asked, key, signed = (f"of/{name}/{each}.new" for each in ("asked", "key", "crt"))
        subject = ("-subj", f"/CN={name}", "-keyout", key, "-out", asked)
        openssl(self._folder, "req", "-new", *_OURS, *NEW_KEY, *subject)
        self._certify(name, asked, signed, now, hosts)
        (self._folder / asked).unlink()
        papers = self.papers(name)
        (self._folder / key).replace(papers.key)
        (self._folder / signed).replace(papers.certificate)
        settle(own)
        if hosts:
            write_whole(own / _HOSTS, _named(hosts).encode())

    def _certify(
        self, name: str, asked: str, signed: str, now: datetime, hosts: Sequence[str] = ()
    ) -> None:
        """Whatever the request calls itself, the certificate is of `name`."""
        life = ("-startdate", written(now - _EARLIER), "-enddate", written(now + LIFE))
        kind = ("-extensions", "server" if hosts else "client")
        words = ("-batch", "-notext", "-subj", f"/CN={name}", "-in", asked, "-out", signed)
        self._ca(*kind, *life, *words, hosts=_named(hosts))

    def _hosts(self, name: str) -> str:
        """What its certificate says of them: noted behind it, so that a power cut between the two
        has it made once more."""
        with contextlib.suppress(OSError):
            return (self._folder / "of" / name / _HOSTS).read_text("utf-8")
        return ""

    def _list(self) -> None:
        new = being_written(self.revocations).name
        days = str(LIST_LIFE.days)
        self._ca("-gencrl", "-crldays", days, "-out", new)
        (self._folder / new).replace(self.revocations)
        settle(self._folder)

    def _ca(self, *words: str, hosts: str = "") -> None:
        """openssl ca on a copy of the register, which then becomes the register."""
        work = self._folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        copy, register = work / _REGISTER, self._folder / _REGISTER
        shutil.copyfile(register, copy)
        openssl(self._folder, "ca", *_OURS, *words, hosts=hosts)
        write_whole(register, copy.read_bytes())
        shutil.rmtree(work)

    def _register(self) -> tuple[Signed, ...]:
        file = self._folder / _REGISTER
        try:
            return read_register(file.read_text("utf-8"))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise CertificateError(f"{file}: it cannot be read: {error}") from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One program at a time: openssl's register is a file that it replaces."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise CertificateError(no_right(self._folder)) from error
        except OSError as error:
            raise CertificateError(f"{self._folder}: it cannot be used: {error}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _named(hosts: Sequence[str]) -> str:
    return ",".join(f"{'IP' if _is_address(each) else 'DNS'}:{each}" for each in hosts)


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()
