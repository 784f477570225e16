"""When a press came, and whether a key was pressed or only held."""

from __future__ import annotations

from kiosk.qt.press_times import UP_SECONDS, EventClock, HeldKeys

SPACE = 0x20


def test_an_event_that_is_handled_late_still_came_when_it_came() -> None:
    clock = EventClock()
    assert clock.came(5_000, 100.0) == 100.0
    assert clock.came(5_090, 100.8) == 100.09
    assert clock.came(6_000, 101.0) == 101.0


def test_an_event_is_never_in_the_future() -> None:
    clock = EventClock()
    clock.came(5_000, 100.7)  # handled late, and the first
    assert clock.came(6_000, 101.0) == 101.0
    assert clock.came(6_100, 101.5) == 101.1


def test_an_event_without_a_stamp_came_now() -> None:
    clock = EventClock()
    clock.came(5_000, 100.0)
    assert clock.came(0, 200.0) == 200.0


def test_a_platforms_clock_that_is_set_is_learnt_anew() -> None:
    clock = EventClock()
    clock.came(4_294_967_000, 100.0)  # the X server's milliseconds begin anew after 49 days
    assert clock.came(200, 101.0) == 101.0
    assert clock.came(300, 101.5) == 101.1


def test_clocks_that_drift_apart_do_not_make_events_late() -> None:
    clock = EventClock()
    for second in range(0, 86_400, 60):
        came = clock.came(1_000 + second * 1_000, 50.0 + second * 1.0001)
    assert abs(came - (50.0 + 86_340 * 1.0001)) < 0.2


def test_a_held_key_counts_once_however_the_platform_says_so() -> None:
    for name, repeats in (("flagged", True), ("only presses", False)):
        keys = HeldKeys()
        news = [keys.pressed(SPACE, n * 0.03, repeats=repeats and n > 0) for n in range(40)]
        assert news.count(True) == 1, name
    pairs = HeldKeys()
    news = []
    for n in range(40):
        came = n * 0.03
        pairs.released(SPACE, came)
        news.append(pairs.pressed(SPACE, came, repeats=False))
    assert news.count(True) == 0  # down since before we looked


def test_a_key_that_was_up_is_pressed_again() -> None:
    keys = HeldKeys()
    assert keys.pressed(SPACE, 1.0, repeats=False)
    keys.released(SPACE, 1.1)
    assert not keys.pressed(SPACE, 1.1 + UP_SECONDS / 2, repeats=False)
    keys.released(SPACE, 1.2)
    assert keys.pressed(SPACE, 1.3, repeats=False)


def test_two_keys_do_not_hold_each_other() -> None:
    keys = HeldKeys()
    assert keys.pressed(SPACE, 1.0, repeats=False)
    assert keys.pressed(SPACE + 1, 1.01, repeats=False)


def test_what_was_held_when_the_window_lost_the_keyboard_may_be_pressed_again() -> None:
    keys = HeldKeys()
    keys.pressed(SPACE, 1.0, repeats=False)
    keys.forget()
    assert keys.pressed(SPACE, 9.0, repeats=False)
