"""docs/asyncapi.yaml says what the code does: every topic, message, field and property."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import sys
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import yaml

from broker.domain.base import kebab
from broker.domain.facts import AnyFact
from broker.domain.reasons import Reason
from broker.domain.requests import Answer, AnyRequest
from broker.wire import codec, enrolment_messages, machine_messages, messages
from broker.wire.topics import Topics
from tests.order import in_order

DOCS = Path(__file__).parents[2] / "docs"
REQUESTS = get_args(AnyRequest)
ANSWERS = get_args(Answer)
MESSAGES = [
    kind
    for room in (messages, enrolment_messages, machine_messages)
    for _, kind in inspect.getmembers(room, inspect.isclass)
    if issubclass(kind, messages.Message) and kind is not messages.Message
]


@pytest.fixture(scope="module")
def generator() -> Any:
    spec = importlib.util.spec_from_file_location(
        "asyncapi_page", DOCS / "asyncapi" / "generate.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    sys.path.insert(0, str(DOCS / "asyncapi"))  # as for a script: what lies beside it
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(DOCS / "asyncapi"))
    return module


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.load((DOCS / "asyncapi.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return read


def example(document: dict[str, Any], kind: type) -> bytes:
    shown = document["components"]["messages"][kind.__name__]["examples"]
    return json.dumps(shown[0]["payload"]).encode()


def test_the_page_is_what_the_code_makes(generator: Any) -> None:
    written = (DOCS / "asyncapi.yaml").read_text("utf-8")
    assert written == generator.text(), "run: .venv/bin/python docs/asyncapi/generate.py"


def test_every_kind_of_message_is_described(document: dict[str, Any]) -> None:
    described = set(document["components"]["messages"])
    assert described == {kind.__name__ for kind in (*REQUESTS, *ANSWERS, *MESSAGES)}


def test_every_field_is_described(document: dict[str, Any]) -> None:
    for kind in (*REQUESTS, *ANSWERS, *MESSAGES, *get_args(AnyFact)):
        schema = document["components"]["schemas"][kind.__name__]
        assert set(schema["properties"]) == {"type", *kind.__struct_fields__}
        assert schema["properties"]["type"] == {"enum": [kebab(kind.__name__)]}
        required = {each.name for each in msgspec.structs.fields(kind) if each.required}
        assert set(schema["required"]) == {"type", *required}


@pytest.mark.parametrize("kind", in_order(Reason.__subclasses__()), ids=lambda kind: kind.__name__)
def test_what_a_reason_may_be_is_what_is_read(document: dict[str, Any], kind: type[Reason]) -> None:
    """Codes of ours, and anybody's own words up to a length."""
    schema = document["components"]["schemas"][kind.__name__]
    assert "enum" not in schema
    assert schema["type"] == "string"
    assert schema["examples"] == [each.value for each in kind]
    longest = "x" * schema["maxLength"]
    for said in (*schema["examples"], "", longest):
        assert msgspec.convert(said, kind) == said
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(longest + "x", kind)


def test_every_topic_is_described(document: dict[str, Any]) -> None:
    """What a topic's method says it carries is what the page says, retained or not."""
    made = dict(inspect.getmembers(Topics, inspect.isfunction))
    for name, method in made.items():
        said = inspect.getdoc(method) or ""
        if name.startswith("_") or name == "request" or said.startswith("Filter"):
            continue
        channel = document["channels"][name]
        carried = {ref["$ref"].rpartition("/")[2] for ref in channel["messages"].values()}
        named = set(re.findall(r"`([A-Z]\w+)`", said))
        assert not named or named == carried, name
        retained = document["operations"][f"hear-{name}"]["bindings"]["mqtt"]["retain"]
        assert retained == said.startswith("Retained"), name


def test_every_request_has_its_topic_and_its_answer(document: dict[str, Any]) -> None:
    for kind in REQUESTS:
        tag = kebab(kind.__name__)
        channel = document["channels"][f"request-{tag}"]
        assert channel["address"] == f"hall/v2/{{hall}}/ledger/main/request/{{client}}/{tag}"
        operation = document["operations"][tag]
        assert operation["action"] == "send"
        assert operation["reply"]["channel"] == {"$ref": "#/channels/reply"}
        assert operation["bindings"]["mqtt"]["qos"] == 1
        assert operation["bindings"]["mqtt"]["retain"] is False
    assert set(document["channels"]["reply"]["messages"]) == {
        "granted",
        "refused",
        "found",
        "listed",
        "named",
    }


def test_addresses_have_the_levels_that_subscribers_count_on(document: dict[str, Any]) -> None:
    for channel in document["channels"].values():
        levels = channel["address"].split("/")
        assert levels[:3] == ["hall", "v2", "{hall}"]
        assert set(channel["parameters"]) == set(re.findall(r"\{(\w+)\}", channel["address"]))


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in set(re.findall(r"\$ref: '?#/([\w/-]+)", yaml.safe_dump(document))):
        place: Any = document
        for step in reference.split("/"):
            assert step in place, reference
            place = place[step]


@pytest.mark.parametrize("kind", REQUESTS, ids=lambda kind: kind.__name__)
def test_every_request_example_can_be_asked(document: dict[str, Any], kind: type) -> None:
    assert type(codec.decode_request(example(document, kind))) is kind


@pytest.mark.parametrize("kind", ANSWERS, ids=lambda kind: kind.__name__)
def test_every_answer_example_can_be_heard(document: dict[str, Any], kind: type) -> None:
    assert type(codec.decode_answer(example(document, kind))) is kind


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
def test_every_message_example_can_be_read(
    document: dict[str, Any], kind: type[messages.Message]
) -> None:
    codec.decode(example(document, kind), kind)


def test_no_example_has_a_field_the_code_does_not_know(document: dict[str, Any]) -> None:
    """Readers ignore unknown fields, so a misspelt one would go unseen."""
    for kind in (*REQUESTS, *ANSWERS, *MESSAGES):
        _known(json.loads(example(document, kind)), document["components"]["schemas"])


def _known(value: Any, schemas: dict[str, Any]) -> None:
    if isinstance(value, list):
        for each in value:
            _known(each, schemas)
    if isinstance(value, dict):
        name = "".join(part.capitalize() for part in value.get("type", "").split("-"))
        if name:
            assert set(value) <= set(schemas[name]["properties"]), name
        for each in value.values():
            _known(each, schemas)


@pytest.mark.parametrize("kind", [*REQUESTS, *get_args(AnyFact)], ids=lambda kind: kind.__name__)
def test_whatever_nobody_wrote_an_example_for_is_shown_by_a_sample(
    generator: Any, kind: type
) -> None:
    """So a new fact or request needs no line here: its sample reads, with nothing it lacks."""
    made = generator.sample(kind)
    assert type(msgspec.json.decode(json.dumps(made), type=kind)) is kind
    required = {each.name for each in msgspec.structs.fields(kind) if each.required}
    assert set(made) == {"type", *required}


def test_every_fact_is_in_the_example_of_a_batch(document: dict[str, Any]) -> None:
    batch = codec.decode(example(document, messages.FactsRecorded), messages.FactsRecorded)
    assert {type(each.fact) for each in batch.facts} == set(get_args(AnyFact))


def test_a_change_of_the_code_would_be_seen(
    generator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the page does not agree with a program that has one more topic."""
    written = (DOCS / "asyncapi.yaml").read_text("utf-8")
    monkeypatch.setattr(Topics, "day", lambda self: self._of("ledger", "main", "state", "today"))
    assert generator.text() != written


def test_the_page_is_the_same_on_every_python(document: dict[str, Any]) -> None:
    """Python 3.13 takes the indent off docstrings; the page has none, whoever makes it."""
    told = [each.get("description", "") for each in document["components"]["schemas"].values()]
    assert sum("\n" in each for each in told) > 0
    assert not [each for each in told if re.search(r"\n {4}", each)]
