"""Whether two pictures are of one finger: for readers that take pictures and know nobody.

NIST's own programs do it (mindtct finds where ridges end and fork, bozorth3 compares), through the
optional package nbis-py. It is always one finger against those of one person, who said a staff
number first: a score that is good enough for that is not for a search among all.

Everything happens in memory. A picture is dropped once its template is made, and a template, from
which a finger can be made that looks like the person's, is for its keeper to encrypt.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from broker.domain.errors import ConfigError
from fingerprint.reading import GreyPicture

MATCH = 40
"""From this score on two pictures are of one finger. NIST's guide to bozorth3 says so, and
libfprint does; those of two fingers stay below 25 or so."""
FEWEST_MINUTIAE = 12
"""A picture with fewer tells nothing: an empty glass, a wet finger, the edge of one."""
ENOUGH_MINUTIAE = 20
"""What is kept of a finger must show this many, for all its later touches are compared with it."""
_LIBRARY = "nbis"


class Matcher:
    """Raises `ConfigError` where nbis-py is not installed, with what to install. It takes a fifth
    of a second for a picture, so it is not for the loop."""

    def __init__(self) -> None:
        try:
            self._nbis: Any = import_module(_LIBRARY)
        except (ImportError, OSError) as error:  # its library may not fit this system's
            raise _absent() from error
        settings = self._nbis.NbisExtractorSettings(
            min_quality=0.0,
            get_center=False,
            check_fingerprint=False,
            compute_nfiq2=False,
            ppi=None,
        )
        self._extractor: Any = self._nbis.new_nbis_extractor(settings)

    def template(self, picture: GreyPicture, fewest: int = FEWEST_MINUTIAE) -> bytes | None:
        """What tells this finger from others, as ISO/IEC 19794-2:2005 has it; None where the
        picture shows fewer minutiae."""
        head = b"P5\n%d %d\n255\n" % (picture.width, picture.height)
        try:
            found = self._extractor.extract_minutiae(head + picture.pixels)
        except self._nbis.NbisError:
            return None
        if len(found.get()) < fewest:
            return None
        made: bytes = found.to_iso_19794_2_2005()
        return made

    def score(self, one: bytes, other: bytes) -> int:
        """How alike two templates are, at least 0. `ValueError` where one is none."""
        try:
            first, second = map(self._extractor.load_iso_19794_2_2005, (one, other))
        except self._nbis.NbisError as error:
            raise ValueError(f"no template of ISO/IEC 19794-2:2005 ({error})") from error
        return int(first.compare(second))

    def same(self, shown: bytes, known: Iterable[bytes]) -> bool:
        """Whether what was shown is one of the fingers that are known of one person."""
        return any(self.score(shown, each) >= MATCH for each in known)


def _absent() -> ConfigError:
    problem = "nbis-py is not installed, and nobody else here compares pictures of fingers"
    remedy = (
        "pip install 'service-hall[uru4500]'; its wheel needs x86-64 and glibc 2.34 (Debian 12)"
    )
    return ConfigError("uru4500", "nbis-py", problem, remedy)
