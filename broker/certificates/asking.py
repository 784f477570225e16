"""A key of our own on a machine that has no authority: it is asked for, and what comes is taken.

The key never leaves the machine. Until its certificate is there, the pair before stays in use.
"""

from __future__ import annotations

import ssl
from pathlib import Path

from broker.bus.papers import papers_in
from broker.certificates.openssl import openssl
from broker.domain.errors import CertificateError
from broker.service.whole_file import settle, write_whole

NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
_KEY = "key.asked"
_REQUEST = "request.asked"


def asked(keys: Path, name: str) -> str:
    """Make a new key for `name` and give the request for its certificate (PKCS #10, PEM). Raises
    `CertificateError`."""
    own = papers_in(keys, name).key.parent
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CertificateError(f"{own}: it cannot be made: {error.strerror}") from error
    words = ("-subj", f"/CN={name}", "-keyout", _KEY, "-out", _REQUEST)
    openssl(own, "req", "-new", *NEW_KEY, *words)
    request = own / _REQUEST
    text = request.read_text("ascii")
    request.unlink()
    return text


def take(keys: Path, name: str, certificate: str, authority: str) -> None:
    """Put what was signed beside its key, and whom this machine believes. Raises
    `CertificateError` where it does not belong to the key that was asked for."""
    papers = papers_in(keys, name)
    own = papers.key.parent
    try:
        write_whole(papers.authority, authority.encode())
        write_whole(own / "crt.asked", certificate.encode())
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(own / "crt.asked", own / _KEY)
        (own / _KEY).replace(papers.key)
        (own / "crt.asked").replace(papers.certificate)
        settle(own)
    except OSError as error:  # of which what ssl raises is one
        raise CertificateError(f"{own}: the certificate cannot be kept: {error}") from error
