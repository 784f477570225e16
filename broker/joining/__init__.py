"""How a new machine becomes one of the hall: it is invited, shows a code, and gets its papers."""
