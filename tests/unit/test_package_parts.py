"""What a package is made of: libraries out of the lock, and the bill of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

import pytest
from packaging.licenses import canonicalize_license_expression

from deploy.package.debs import qt_libraries
from deploy.package.licences import text_of
from deploy.package.lock import Locked, closure, locked
from deploy.package.sbom import Part, bill, licence
from deploy.package.trees import library
from deploy.package.wheels import NEWER, platforms
from tests.arch.source import ROOT

A, B = "a" * 64, "b" * 64
LOCK = f"""alpha==1.2 \\
    --hash=sha256:{A} \\
    --hash=sha256:{B}
    # via service-hall
be.ta==3 ; sys_platform == 'win32' \\
    --hash=sha256:{B}
"""
MADE = datetime(2026, 11, 28, 1, 2, 3, tzinfo=UTC)
PURL = re.compile(r"^pkg:pypi/[a-z0-9][a-z0-9.-]*@[^/@?#]+$")  # package-url/purl-spec, pypi
SERIAL = re.compile(r"^urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$")  # bom-1.6.schema.json


def about(**fields: str) -> Message:
    message = Message()
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message


def test_a_lock_is_read_with_all_hashes() -> None:
    found = locked(LOCK)
    assert found == {"alpha": Locked("alpha", "1.2", (A, B)), "be-ta": Locked("be-ta", "3", (B,))}
    assert found["alpha"].line == f"alpha==1.2 --hash=sha256:{A} --hash=sha256:{B}"


def test_a_library_without_a_hash_is_not_taken() -> None:
    with pytest.raises(ValueError, match="gamma has no hash"):
        locked(f"{LOCK}gamma==1\n")


def test_what_is_asked_for_is_followed_and_other_machines_are_not() -> None:
    asks = {
        "alpha": ["beta[fast]>=1", "never; sys_platform == 'win32'"],
        "beta": ["gamma; extra == 'fast'", "dear; extra == 'slow'", "alpha"],
        "gamma": [],
    }
    assert closure(["Alpha"], lambda name: asks[name]) == {"alpha", "beta", "gamma"}


def test_the_lock_of_the_suite_holds_all_that_its_packages_bring() -> None:
    from deploy.package.__main__ import runtime

    wanted, there = runtime(ROOT), locked((ROOT / "requirements.lock").read_text("utf-8"))
    assert {"msgspec", "paho-mqtt", "pyside6-essentials", "cffi"} <= wanted <= set(there)
    assert not {"pytest", "mypy", "ruff"} & wanted
    assert set(NEWER) <= wanted


def test_a_machine_with_an_old_glibc_is_asked_for() -> None:
    names = platforms((2, 28))
    assert names[0] == "manylinux_2_28_x86_64"
    assert "manylinux2014_x86_64" in names
    assert not any("2_29" in each or "2_34" in each for each in names)


def test_the_name_of_a_wheel_says_whose_it_is() -> None:
    assert library(Path("evdev_binary-2.0.0-cp311-cp311-manylinux1_x86_64.whl")) == "evdev-binary"


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        (about(License_Expression="MIT", License="other"), "MIT"),
        (about(License="BSD"), "BSD"),
        (about(License="UNKNOWN", Classifier="License :: OSI Approved :: MIT"), "MIT"),
        (about(License="x" * 200, Classifier="License :: OSI Approved :: BSD"), "BSD"),
        (about(), ""),
    ],
)
def test_a_licence_is_found_where_it_is_said(metadata: Message, said: str) -> None:
    assert licence(metadata) == said


def sample() -> list[Part]:
    return [
        Part("zeta", "2", about(License="see there, it is long"), B),
        Part("alpha", "1.2", about(License_Expression="mit or apache-2.0"), A),
    ]


def test_a_bill_is_what_its_schema_asks_for() -> None:
    """The rules of bom-1.6.schema.json that a bill of libraries comes to: what is required, which
    words there are, and how numbers are written."""
    told = json.loads(json.dumps(bill("service-hall", "0.1.0", sample(), MADE)))
    assert (told["bomFormat"], told["specVersion"], told["version"]) == ("CycloneDX", "1.6", 1)
    assert SERIAL.match(told["serialNumber"])
    assert told["metadata"]["timestamp"] == "2026-11-28T01:02:03Z"
    refs = [told["metadata"]["component"]["bom-ref"]]
    for each in told["components"]:
        assert {"type", "name"} <= set(each)
        assert each["type"] == "library"
        assert PURL.match(each["purl"])
        assert each["hashes"] == [{"alg": "SHA-256", "content": each["hashes"][0]["content"]}]
        assert re.fullmatch(r"[0-9a-f]{64}", each["hashes"][0]["content"])
        assert len(each["licenses"]) == 1
        refs.append(each["bom-ref"])
    assert len(set(refs)) == len(refs)
    assert {each["ref"] for each in told["dependencies"]} == set(refs)
    assert set(told["dependencies"][0]["dependsOn"]) == set(refs[1:])


def test_a_licence_of_the_spdx_list_is_an_expression_and_another_a_name() -> None:
    alpha, zeta = bill("x", "1", sample(), MADE)["components"]
    expression = canonicalize_license_expression("MIT OR Apache-2.0")
    assert alpha["licenses"] == [{"expression": expression}]
    assert zeta["licenses"] == [{"license": {"name": "see there, it is long"}}]


def test_the_same_parts_give_the_same_bill_and_others_another() -> None:
    one = bill("x", "1", sample(), MADE)
    assert one == bill("x", "1", reversed(sample()), MADE)
    assert one["serialNumber"] != bill("x", "1", sample()[:1], MADE)["serialNumber"]


def test_qt_asks_debian_for_what_set_up_installs() -> None:
    names = list(qt_libraries((ROOT / "deploy/debian-packages.txt").read_text("utf-8")))
    assert {"libegl1", "libwayland-client0", "libxcb-cursor0"} <= set(names)
    assert not {"mosquitto", "strace", "umockdev"} & set(names)


def test_the_text_of_a_licence_is_found_in_the_wheel_in_debian_or_here(tmp_path: Path) -> None:
    info, kept = tmp_path / "x-1.dist-info", tmp_path / "kept"
    info.mkdir()
    kept.mkdir()
    assert text_of("shiboken6", info, kept) == "/usr/share/common-licenses/LGPL-3"
    with pytest.raises(ValueError, match=r"x: its wheel has no text of its licence; put it into"):
        text_of("x", info, kept)
    (kept / "x.txt").write_text("be kind", "utf-8")
    assert text_of("x", info, kept) == info.name
    assert (info / "LICENSE.txt").read_text("utf-8") == "be kind"
    (info / "LICENSE.txt").unlink()
    (info / "licenses").mkdir()
    (info / "licenses" / "COPYING").write_text("theirs", "utf-8")
    assert text_of("x", info, kept) == info.name
    assert not (info / "LICENSE.txt").exists(), "theirs is enough"
