"""Makes of card readers and scanners."""
