"""The bill of materials of a package: CycloneDX 1.6, JSON (ECMA-424)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.message import Message
from typing import Any, NamedTuple

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

_OSI = "License :: OSI Approved :: "
_LONGEST = 80  # letters of a licence's name; some write all of it there


class Part(NamedTuple):
    """A library as it is packed: what its metadata says, and the SHA-256 of its wheel, which is one
    of those in the lock."""

    name: str
    version: str
    about: Message
    digest: str


def licence(about: Message) -> str:
    """What a library's metadata says of its licence, best first (PEP 639, then PEP 314)."""
    classifiers = (each for each in about.get_all("Classifier", []) if each.startswith(_OSI))
    said = [about.get("License-Expression", ""), about.get("License", ""), *classifiers]
    lines = (each.removeprefix(_OSI).strip().partition("\n")[0] for each in said)
    usable = (each for each in lines if each and len(each) <= _LONGEST)
    return next((each for each in usable if each.upper() != "UNKNOWN"), "")


def bill(name: str, version: str, parts: Iterable[Part], made: datetime) -> Mapping[str, Any]:
    """Of one package: each library with version, licence and hash. The same parts give the same
    bill, its serial number included."""
    components = [_component(each) for each in sorted(parts, key=lambda part: part.name)]
    told = "".join(each["purl"] for each in components)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{name} {version} {told}")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": name,
                "name": name,
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": components,
        "dependencies": [
            {"ref": name, "dependsOn": [each["bom-ref"] for each in components]},
            *({"ref": each["bom-ref"]} for each in components),
        ],
    }


def _component(part: Part) -> dict[str, Any]:
    purl = f"pkg:pypi/{part.name}@{part.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": part.name,
        "version": part.version,
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": part.digest}],
        "licenses": _licences(licence(part.about)),
    }


def _licences(said: str) -> list[dict[str, Any]]:
    if not said:
        return []
    try:
        return [{"expression": canonicalize_license_expression(said)}]
    except InvalidLicenseExpression:
        return [{"license": {"name": said}}]
