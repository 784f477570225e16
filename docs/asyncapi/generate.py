#!/usr/bin/env python3
"""Write docs/asyncapi.yaml from the program's own topics and messages.

    python docs/asyncapi/generate.py           writes it
    python docs/asyncapi/generate.py --check   says whether it is up to date

Addresses come from `broker.wire.topics`, schemas from the structs, words from introduction.md.
Examples come from examples.yaml; what it does not tell of is shown by a sample made from its types
(sample.py).
"""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import msgspec
import yaml
from sample import sample

from broker.bus.enquiries import EXPIRY
from broker.domain.base import kebab
from broker.domain.facts import AnyFact
from broker.domain.reasons import Reason
from broker.domain.requests import Answer, AnyRequest
from broker.domain.text.kinds import LONGEST_SENTENCE
from broker.wire import enrolment_messages as e
from broker.wire import machine_messages as j
from broker.wire import messages as m
from broker.wire.topics import Topics

HERE = Path(__file__).parent
FILE = HERE.parent / "asyncapi.yaml"
SCHEMAS = "#/components/schemas/"
BINDING = "0.2.0"
REQUESTS: tuple[type, ...] = get_args(AnyRequest)
ANSWERS: tuple[type, ...] = get_args(Answer)

PARAMETERS = {
    "hall": "The id of the hall in hall.toml.",
    "kind": "What the thing is: service, display, evaluator, reader, kiosk, panel, board,"
    " guide, clock-in.",
    "id": "Its id: the window's number for displays and evaluators, else a name from hall.toml.",
    "client": "The name of one client of the broker: a screen or service of hall.toml.",
    "program": "The client itself, or one more program of it for a moment.",
    "number": "Which part of settings, from 0.",
    "code": "A short stable word for the trouble.",
    "window": "The number of a window.",
    "queue": "The id of a queue in hall.toml.",
    "kiosk": "The id of a kiosk in hall.toml.",
    "reader": "The id of a reader in hall.toml.",
}


@dataclass(frozen=True)
class Channel:
    """One method of `Topics` and what travels there. `arguments` become address parameters."""

    arguments: tuple[str, ...]
    carries: tuple[type, ...]
    retain: bool
    qos: int = 1
    sent: bool = False  # by every client, and not by the ledger or one service alone


CHANNELS = {
    "liveness": Channel(("kind", "id"), (m.DeviceState,), retain=True, sent=True),
    "alert": Channel(("kind", "id", "code"), (m.Alert,), retain=True, sent=True),
    "reply": Channel(("client",), ANSWERS, retain=False, qos=0),
    "echo": Channel(("client", "program"), (m.Echo,), retain=False, qos=0, sent=True),
    "facts": Channel((), (m.FactsRecorded,), retain=False),
    "calls": Channel((), (m.CallsState,), retain=True),
    "day": Channel((), (m.DayState,), retain=True),
    "duty": Channel((), (m.DutyState,), retain=True),
    "catalogue": Channel((), (m.CatalogueState,), retain=True),
    "kiosk": Channel(("kiosk",), (m.CatalogueState,), retain=True, sent=True),
    "window": Channel(("window",), (m.WindowState,), retain=True),
    "queue": Channel(("queue",), (m.QueueState,), retain=True),
    "evaluator": Channel(("window",), (m.EvaluatorState,), retain=True),
    "fingers": Channel(("reader",), (e.FingersState,), retain=True),
    "library": Channel(("reader",), (e.LibraryState,), retain=True),
    "enrol": Channel(("reader",), (e.EnrolFinger,), retain=False, sent=True),
    "number_typed": Channel(("reader",), (e.NumberTyped,), retain=False, sent=True),
    "enrol_stop": Channel(("reader",), (e.StopEnrolment,), retain=False, sent=True),
    "enrolment": Channel(("reader",), (e.EnrolmentTold,), retain=False),
    "settings": Channel(("client",), (j.SettingsState,), retain=True),
    "settings_part": Channel(("client", "number"), (j.SettingsPart,), retain=True),
    "papers_asked": Channel(("client",), (j.PapersAsked,), retain=False, sent=True),
    "papers_renewed": Channel(("client",), (j.PapersRenewed,), retain=False),
    "slip_text": Channel(("kind", "id"), (m.SlipText,), retain=False, sent=True),
    "slip_text_ended": Channel(("kind", "id"), (m.SlipTextEnded,), retain=False, sent=True),
    "reader": Channel(("reader",), (m.ReaderState,), retain=True),
}


def words(value: Any) -> str:
    """The docstring of a thing, as flowing text."""
    text = inspect.getdoc(value) or ""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)


def address(method: str, arguments: tuple[str, ...]) -> str:
    """The address a method of `Topics` makes, with `{…}` for what is put in."""
    made: str = getattr(Topics("{hall}"), method)(*(f"{{{each}}}" for each in arguments))
    return made


def kinds() -> list[type]:
    """Everything that travels."""
    carried = (kind for each in CHANNELS.values() for kind in each.carries)
    return list(dict.fromkeys([*REQUESTS, *ANSWERS, *carried]))


def examples() -> dict[str, Any]:
    """The examples by the name of their message: written, or else made from the types."""
    found = yaml.safe_load((HERE / "examples.yaml").read_text("utf-8"))
    made = {kind.__name__: sample(kind) for kind in kinds()}
    facts: dict[str, Any] = {
        "type": "facts-recorded",
        "id": "d1f7a3960c5e4b28",
        "at": "2026-03-02T09:01:00.040Z",
    }
    batch = [*found["facts"], *_untold(found["facts"])]
    facts["facts"] = [_recorded(seq, fact) for seq, fact in enumerate(batch, 2101)]
    written = {**found["requests"], **found["answers"], **found["messages"]}
    return {**made, **written, "FactsRecorded": facts}


def _untold(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facts that the written examples do not tell of."""
    tags = {fact["type"] for fact in told}
    return [sample(kind) for kind in get_args(AnyFact) if kebab(kind.__name__) not in tags]


def _recorded(seq: int, fact: dict[str, Any]) -> dict[str, Any]:
    """A fact as in the ledger; the hash only looks like one."""
    return {
        "seq": seq,
        "at": "2026-03-02T09:01:00.020Z",
        "source": "example",
        "request": f"example-{seq}",
        "hash": hashlib.sha256(str(seq).encode()).hexdigest(),
        "fact": fact,
    }


def schemas() -> dict[str, Any]:
    """JSON schemas of all messages and what is inside them."""
    _, found = msgspec.json.schema_components(kinds(), ref_template=SCHEMAS + "{name}")
    plain: dict[str, Any] = _plain(found)
    reasons = {kind.__name__: _reason(kind) for kind in Reason.__subclasses__()}
    plain |= {name: made for name, made in reasons.items() if name in plain}
    for made in plain.values():  # a docstring as it is: from Python 3.13 on without its indent
        if "description" in made:
            made["description"] = inspect.cleandoc(made["description"])
    return dict(sorted(plain.items()))


def _reason(kind: type[Reason]) -> dict[str, Any]:
    """A reason is no closed list: what is no code of ours is kept as somebody said it."""
    return {
        "title": kind.__name__,
        "description": f"{words(kind)} One of the codes, or somebody's own words.",
        "type": "string",
        "maxLength": LONGEST_SENTENCE,
        "examples": [each.value for each in kind],
    }


def _plain(schema: Any) -> Any:
    """Tuples as lists, for YAML; without the OpenAPI discriminator, which AsyncAPI spells
    otherwise and `type` makes needless; patterns in the language of JSON Schema, ECMA-262, whose
    `$` is the end alone."""
    if isinstance(schema, dict):
        kept = {key: _plain(value) for key, value in schema.items() if key != "discriminator"}
        if isinstance(pattern := kept.get("pattern"), str):
            kept["pattern"] = pattern.replace(r"\Z", "$")
        return kept
    return [_plain(each) for each in schema] if isinstance(schema, list | tuple) else schema


def message(kind: type, example: Any) -> dict[str, Any]:
    """One message: its schema, its example, and how MQTT 5 carries it."""
    binding: dict[str, Any] = {"payloadFormatIndicator": 1, "bindingVersion": BINDING}
    made: dict[str, Any] = {
        "name": kebab(kind.__name__),
        "title": kind.__name__,
        "summary": words(kind),
        "contentType": "application/json",
        "payload": {"$ref": SCHEMAS + kind.__name__},
        "examples": [{"name": kebab(kind.__name__), "payload": example}],
    }
    if kind in REQUESTS:
        binding["correlationData"] = {"type": "string", "description": "The `id` of the request."}
        made["correlationId"] = {"location": "$message.payload#/id"}
    elif kind in ANSWERS:
        binding["correlationData"] = {"type": "string", "description": "As in the request."}
        made["correlationId"] = {"location": "$message.payload#/request"}
    return {**made, "bindings": {"mqtt": binding}}


def channel(place: str, kinds: tuple[type, ...], description: str) -> dict[str, Any]:
    """One topic and the messages on it."""
    made: dict[str, Any] = {
        "address": place,
        "description": description,
        "messages": {
            kebab(kind.__name__): {"$ref": f"#/components/messages/{kind.__name__}"}
            for kind in kinds
        },
        "parameters": {
            name: {"$ref": f"#/components/parameters/{name}"}
            for name in re.findall(r"\{(\w+)\}", place)
        },
    }
    return made


def operation(name: str, action: str, *, qos: int, retain: bool, expiry: int = 0) -> dict[str, Any]:
    """What a client does with a channel."""
    binding: dict[str, Any] = {"qos": qos, "retain": retain, "bindingVersion": BINDING}
    if expiry:
        binding["messageExpiryInterval"] = expiry
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{name}"},
        "bindings": {"mqtt": binding},
    }


def channels() -> dict[str, Any]:
    """Every topic: one for each request, and the methods of `Topics`."""
    made = {
        f"request-{kebab(kind.__name__)}": channel(
            Topics("{hall}").request("{client}", kind), (kind,), words(kind)
        )
        for kind in REQUESTS
    }
    for name, each in CHANNELS.items():
        place = address(name, each.arguments)
        made[name] = channel(place, each.carries, words(getattr(Topics, name)))
    return made


def operations() -> dict[str, Any]:
    """What a client of the hall sends and hears."""
    made = {}
    for kind in REQUESTS:
        name = f"request-{kebab(kind.__name__)}"
        asks = operation(name, "send", qos=1, retain=False, expiry=EXPIRY)
        made[kebab(kind.__name__)] = {**asks, "reply": {"channel": {"$ref": "#/channels/reply"}}}
    for name, each in CHANNELS.items():
        if each.sent:
            made[f"send-{name}"] = operation(name, "send", qos=each.qos, retain=each.retain)
        made[f"hear-{name}"] = operation(name, "receive", qos=each.qos, retain=each.retain)
    return made


PAPERS = (
    "A certificate of the hall's own authority, whose CN is the client's name."
    " `hall certify` makes it."
)


def server() -> dict[str, Any]:
    """The broker of a hall, and how a client introduces itself."""
    will = {
        "topic": address("liveness", ("kind", "id")),
        "qos": 1,
        "message": "a device-state whose state is lost",
        "retain": True,
    }
    client = {"clientId": "kiosk-1", "cleanSession": True, "lastWill": will, "keepAlive": 15}
    return {
        "host": "{broker}:{port}",
        "protocol": "secure-mqtt",
        "protocolVersion": "5.0",
        "description": "The broker of one hall: TLS 1.3, MQTT 5, JSON payloads.",
        "security": [{"$ref": "#/components/securitySchemes/papers"}],
        "variables": {
            "broker": {"description": "`[broker] host` of hall.toml", "default": "127.0.0.1"},
            "port": {"description": "`[broker] port` of hall.toml", "default": "8883"},
        },
        "bindings": {"mqtt": {**client, "bindingVersion": BINDING}},
    }


def document() -> dict[str, Any]:
    """The whole document as plain values."""
    shown = examples()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "The bus of a public service hall",
            "version": "2.0.0",
            "description": (HERE / "introduction.md").read_text("utf-8"),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"hall": server()},
        "channels": channels(),
        "operations": operations(),
        "components": {
            "securitySchemes": {"papers": {"type": "X509", "description": PAPERS}},
            "parameters": {name: {"description": text} for name, text in PARAMETERS.items()},
            "messages": {kind.__name__: message(kind, shown[kind.__name__]) for kind in kinds()},
            "schemas": schemas(),
        },
    }


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks, and no anchors: people read this file."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # the name is PyYAML's
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def text() -> str:
    """The document as YAML."""
    heading = "# Made by docs/asyncapi/generate.py; change that, or what it reads.\n"
    body = yaml.dump(
        document(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=96, indent=2
    )
    return heading + body


def main() -> int:
    """Write the file, or with --check only look."""
    if "--check" in sys.argv[1:]:
        return int(FILE.read_text("utf-8") != text())
    FILE.write_text(text(), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
