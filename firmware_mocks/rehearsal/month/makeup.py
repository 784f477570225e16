"""How a month is made: what the issue asks for, and what was assumed where it says nothing.

Each value stands with the sentence it is from. "Assumed" is ours: nobody measured it.
"""

from __future__ import annotations

from datetime import date, time
from types import MappingProxyType

FIRST = date(2026, 11, 2)  # assumed: a Monday, so that a month has its Mondays
DAYS = 22  # "22 days"

# "arrivals a Poisson process whose rate doubles at 9:00 … and halves before noon": from when on
# (hall time) the rate is so many times that of the first half-hour. Assumed: how long it stays
# doubled, and that the afternoon is like the first half-hour.
RATES = (
    (time(8, 30), 1.0),
    (time(9), 2.0),
    (time(10, 30), 1.0),
    (time(11), 0.5),
    (time(13, 30), 1.0),
)
MONDAY = 2.0  # "doubles … on Mondays"
BUSIEST = 2.0  # the highest of `RATES`, on other days than Mondays

VISITS_CV = 0.8  # "service times log-normal with CV 0.8 around each queue's own mean"
DRIFT = 0.20  # "which drifts ± 20 % a day": each day another factor, against the day before
FARTHEST = 1.6  # assumed: a mean does not drift further than this from the hall's own figure
NO_SHOWS = 0.05  # "5 % no-shows"
PRIORITY = 0.10  # "10 % priority": of each of the higher classes alike

# "windows that open late and pause". Assumed: how often and for how long, in minutes.
EARLY = 5.0  # before the doors open, where a window is not late
LATE_WINDOWS = 0.10  # of the windows of a session
LATE_MEAN = 12.0
PAUSES_A_SESSION = 0.5
PAUSE_MEAN = 8.0

# "one reader or display outage a week". Assumed: the display of a window is dark for an hour, and
# those called take longer to find it; or nobody of a zone can punch in, and its windows open late.
OUTAGE_HOURS = 1.0
DARK_SECONDS = 30.0
READER_MINUTES = 10.0

# Assumed: what goes on around a visit, in seconds from … to.
SLIP = (3.0, 8.0)  # from the touch until the number is held
WALK = (10.0, 25.0)  # from the call until somebody stands at the window
BETWEEN = (4.0, 14.0)  # from the end of a visit to the next call
RECALL, MISS = 40.0, 80.0  # after a call that nobody follows
AROUND = (sum(WALK) + sum(BETWEEN)) / 2

# Assumed: the share of all that windows can do which is asked of them in the hour after nine of an
# ordinary day. A Monday asks for twice as much, so a line grows there until noon.
LOADS = MappingProxyType({"light": 0.55, "normal": 0.75, "heavy": 0.95})

MOBILE_ZONE = "mobile"  # assumed: its windows open on Mondays alone

# Seeds with which the estimate was made, and those it is judged with: nobody tuned on the latter.
TUNED_ON = (1, 2, 3)
JUDGED_ON = (9001, 9002, 9003)
