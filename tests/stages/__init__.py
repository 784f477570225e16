"""Halls that tests play in, from values to whole processes.

- `halls`: the small invented hall, hall time by hand.
- `memory`: the base of all halls in one process: a broker in memory, services on loops that the
  test steps; `LedgerHall` has the ledger and somebody who asks it.
- `device_hall`: a ledger, a device service and simulated devices on a cable in memory; counters,
  readers and signs are a `CounterHall`, a `ReaderHall`, a `SignHall`. `DisplayHall` plays the
  ledger itself, to say what no ledger would.
- `warm`: programs of ours begin in forks of one that has imported them; `begun` says how it began.
- `processes`: real processes over a real broker, and a `Person` with a client of their own;
  `victims` are such processes to be killed, `abused_hall` is a whole hall under `hall up`.
  `screen_process`: a screen as a program, with hands, and a printer for it.
- `guests`, `guest_drivers`: drivers of other people. `stub_bus`: a bus on which only the test
  listens.
"""
