"""What staff should look at: every alert of the hall has one of these codes."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class AlertCode(StrEnum):
    """Every alert. The value is the last part of its topic; docs/operations.md explains each."""

    NO_ANSWER = "no-answer"  # a device at a window stays silent, or refuses
    LINE_LOST = "line-lost"  # the port of a window's evaluator is gone
    READER_AWAY = "reader-away"  # nobody can clock in at this reader
    CANNOT_STORE = "cannot-store"  # a press or a punch could not be kept on disk
    FINGERS = "fingers"  # fingers that are kept here cannot be read
    PUNCH_REFUSED = "punch-refused"  # the ledger would not have a punch a person was told of
    QUARANTINE = "quarantine"  # punches are kept apart until a duty leader has judged them
    RATING_REFUSED = "rating-refused"  # nor a rating an applicant was thanked for
    RATING_UNMATCHED = "rating-unmatched"  # a rating was kept, but nobody knows its visit
    NOBODYS_FINGER = "nobodys-finger"  # a reader holds a template of nobody the hall knows
    FINGERS_GONE = "fingers-gone"  # a reader has lost fingers that the hall knows to be in it
    ERASED_UNASKED = "erased-unasked"  # a reader erased what the ledger did not order
    PRINTER = "printer"  # a kiosk's printer cannot print
    PAPER_LOW = "paper-low"  # a kiosk's roll of paper may be at its end soon
    CARD_READER = "card-reader"  # a kiosk's card reader reads nothing
    CATALOGUE = "catalogue"  # a new catalogue is not used, or not everywhere
    COMMON_WORDS = "common-words"  # a row of the table of common words is left out
    PIN = "pin"  # wrong PINs were tried one after another, of a number or at a screen
    NOTICES = "notices"  # the table of notices was damaged while it was in use
    APPOINTMENTS = "appointments"  # the table of appointments is damaged
    CASES = "cases"  # the table of cases is damaged
    SCANNER = "scanner"  # a kiosk's scanner reads nothing
    ATTRACT = "attract"  # a picture for an idle kiosk cannot be shown
    VOICE = "voice"  # a kiosk cannot read its pages aloud
    TOUCH_SOUND = "touch-sound"  # nor click at a touch
    SLIP = "slip"  # a citizen may have no slip
    SCREEN = "screen"  # a screen shows that it is out of order
    STORE = "store"  # the ledger cannot be written
    NOT_ENTITLED = "not-entitled"  # a client asked the ledger for what it may not have
    PAPERS = "papers"  # a certificate of a machine elsewhere ends soon, and is not renewed
    RULES = "rules"  # the ledger cannot decide a request: a fault of ours
    BACKUP = "backup"  # the last copy of the ledger failed, or is days old
    AUDIT = "audit"  # the last audit of the ledger's file found something
    SCRUB = "scrub"  # pages of the ledger's file may hold what was erased
    OUTBOX = "outbox"  # what waits for the ledger was damaged and put aside, or nobody sends it
    REFUSED = "refused"  # the ledger would not have what a screen had kept for it
    OPINION = "opinion"  # a complaint or a call for help was left, and nobody has settled it
    WORDS = "words"  # what citizens write in the opinion box cannot be kept, or erased
    SPARE = "spare"  # a number that a kiosk gave without the ledger can wait in no queue
    STRANDED = "stranded"  # people wait in a queue that hall.toml no longer has
    FINGERS_LEFT = "fingers-left"  # in a reader are fingers of who has left hall.toml
    CALENDAR = "calendar"  # the holidays of this year, or of the next, are not known
    GIVEN_UP = "given-up"  # a process of the hall ends as soon as it is started
    VACANT = "vacant"  # a window is open without its clerk, or a clerk on duty opens none
    CLOCK = "clock"  # a machine's clock jumped, is not the ledger's, or cannot be true


class Sentences(NamedTuple):
    """One sentence for staff, in Chinese and in English; both may hold `{names}` to fill in."""

    zh: str
    en: str

    def filled(self, **values: object) -> Sentences:
        """The sentences with their values in place."""
        return Sentences(self.zh.format(**values), self.en.format(**values))
