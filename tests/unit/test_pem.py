"""PEM as one line and back, held against openssl's own."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from broker.certificates.asking import asked
from broker.joining.pem import REQUEST, in_lines, one_line


def test_a_request_of_openssl_goes_to_and_fro(tmp_path: Path) -> None:
    pem = asked(tmp_path, "kiosk-1")
    line = one_line(pem)
    assert "\n" not in line
    assert in_lines(line, REQUEST) == pem


@pytest.mark.parametrize("text", ["", "no pem", "-----BEGIN X-----\nAAAA", "-----END X-----\nAA"])
def test_what_is_no_pem_is_nothing(text: str) -> None:
    assert one_line(text) == ""


def test_what_stands_before_it_is_left_out() -> None:
    made = ssl.DER_cert_to_PEM_cert(b"abc")
    assert one_line(f"subject=CN = kiosk-1\n{made}") == "YWJj"
