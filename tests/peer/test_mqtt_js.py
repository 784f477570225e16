"""mqtt.js, by docs/asyncapi.yaml alone, is a kiosk of a hall: it takes a number, hears how its
queue stands, and is refused what is not its own.

Topics, schemas, quality of service and the last will are read from that page by
`javascript/hall_client.js`, so that a page which is wrong fails here; two wrong ones do.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.flows.test_intruders import Hall, hall
from tests.peer.clients import HERE, PYTHON
from tests.stages.processes import HALL, PATIENCE

PAGE = HERE.parents[1] / "docs" / "asyncapi.yaml"
MODULES = PYTHON.parents[1] / "javascript" / "node_modules"
NODE = shutil.which("node") or ""
NOT_AUTHORIZED = 0x87  # MQTT 5, 3.4.2.1

pytestmark = [
    pytest.mark.peer,
    pytest.mark.timeout(120),
    pytest.mark.skipif(
        not (NODE and MODULES.exists()), reason="no mqtt.js: install node and npm, run `make peer`"
    ),
]
__all__ = ["hall"]  # a fixture

Told = Callable[..., dict[str, Any]]


@contextmanager
def kiosk(
    at: Hall, page: Path = PAGE, seconds: float = PATIENCE
) -> Iterator[tuple[Told, dict[str, Any]]]:
    """Somebody else's kiosk-1, with what `hall certify` gave it; and its first word."""
    papers = certified(at, "kiosk-1")
    host, port = at.place
    words = [NODE, str(HERE / "javascript" / "hall_client.js"), str(page), host, str(port), "eight"]
    files = [papers.parents[1] / "ca.crt", papers / "crt.pem", papers / "key.pem"]
    with subprocess.Popen(
        [*words, "kiosk-1", *map(str, (*files, seconds))],
        env=os.environ | {"NODE_PATH": str(MODULES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        mouth, ear = process.stdin, process.stdout

        def tell(*deed: Any) -> dict[str, Any]:
            mouth.write(json.dumps(deed) + "\n")
            mouth.flush()
            said: dict[str, Any] = json.loads(ear.readline())
            return said

        yield tell, json.loads(ear.readline())
        mouth.close()
        process.wait(PATIENCE)


def certified(at: Hall, name: str) -> Path:
    """What a person would type, and the folder that it names."""
    words = [sys.executable, "-m", "broker.cli", "--language", "en", "certify", name]
    done = subprocess.run(
        [*words, "--hall", str(HALL), "--run", str(at.run)],
        capture_output=True,
        text=True,
        check=True,
    )
    (folder,) = re.findall(rf"^{name}  until .*\)  (.*)$", done.stdout, re.MULTILINE)
    return Path(folder)


def test_it_takes_a_number_and_hears_its_queue(hall: Hall) -> None:
    with kiosk(hall) as (tell, first):
        assert first == {"faults": []}, "each example of the page is as the page says"
        assert tell("hear", "queue", {"queue": "qa"}) == {"granted": [1]}
        before = tell("next", "queue", {"queue": "qa"})
        assert before["faults"] == []

        reserved = tell("ask", "reserve-ticket", {"queue": "qa", "group": "elderly"})
        assert reserved["faults"] == []
        (fact,) = reserved["answer"]["facts"]
        assert fact["type"] == "ticket-reserved"
        assert re.fullmatch(r"A\d{3}", fact["number"])

        activated = tell("ask", "activate-ticket", {"ticket": fact["ticket"], "paper": "printed"})
        assert activated["faults"] == []
        assert activated["answer"]["facts"][0]["type"] == "ticket-activated"
        after = tell("next", "queue", {"waiting": before["message"]["waiting"] + 1})
        assert after["faults"] == []
        assert fact["ticket"] in [each["ticket"] for each in after["message"]["next"]]


def test_the_same_id_gives_the_same_number(hall: Hall) -> None:
    with kiosk(hall) as (tell, _):
        touch = {"queue": "qa", "id": f"touch-{os.urandom(8).hex()}"}
        touch["at"] = "2026-11-23T01:00:00Z"
        once, again = (tell("ask", "reserve-ticket", touch)["answer"] for _ in range(2))
        assert once["facts"][0]["ticket"] == again["facts"][0]["ticket"]
        other = tell("ask", "reserve-ticket", {**touch, "group": "elderly"})["answer"]
        assert (other["type"], other["code"]) == ("refused", "different-content")


def test_it_is_refused_what_is_not_its_own(hall: Hall) -> None:
    with kiosk(hall) as (tell, _):
        call = tell("ask", "call-next", {"window": 1, "clerk": "101"})
        assert call == {"code": NOT_AUTHORIZED}
        panel = {"client": "panel-1"}
        assert tell("say", "reply", panel, None) == {"code": NOT_AUTHORIZED}
        assert tell("say", "window", {"window": 1}, None) == {"code": NOT_AUTHORIZED}
        assert tell("say", "liveness", {"kind": "service", "id": "ledger"}, None) == {
            "code": NOT_AUTHORIZED
        }
        tell("hear", "settings", {"client": "+"})
        tell("hear", "facts", {})
        tell("hear", "queue", {"queue": "qa"})
        assert tell("ask", "reserve-ticket", {"queue": "qa"})["answer"]["type"] == "granted"
        assert tell("next", "queue", {"queue": "qa"})["faults"] == [], "that one it may hear"
        assert tell("heard", "facts") == tell("heard", "settings") == {"count": 0}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("/request/{client}/reserve-ticket", "/request/reserve-ticket"),
        ("hall/v2/{hall}/service/{client}/reply", "hall/v2/{hall}/service/{client}/answers"),
    ],
    ids=["a request's topic", "the topic of answers"],
)
def test_a_page_that_is_wrong_about_topics_is_found_out(
    right: str, wrong: str, hall: Hall, tmp_path: Path
) -> None:
    page = tmp_path / "page.yaml"
    text = PAGE.read_text("utf-8")
    assert right in text
    page.write_text(text.replace(right, wrong), "utf-8")
    with kiosk(hall, page, seconds=3.0) as (tell, _):
        said = tell("ask", "reserve-ticket", {"queue": "qa"})
        assert said in ({"code": NOT_AUTHORIZED}, {"error": "nothing came"})


def test_a_page_that_is_wrong_about_fields_is_found_out(hall: Hall, tmp_path: Path) -> None:
    page = tmp_path / "page.yaml"
    before, there, after = PAGE.read_text("utf-8").rpartition("\n    TicketReserved:\n")
    assert there
    page.write_text(before + there + after.replace("      - number\n", "      - no\n", 1), "utf-8")
    with kiosk(hall, page) as (tell, _):
        assert tell("ask", "reserve-ticket", {"queue": "qa"})["faults"]
