"""Giving numbers (发号): one transaction of ledger, printer and person, for every screen of it."""
