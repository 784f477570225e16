"""A month of a hall within a minute: made-up citizens, and the ledger's real rules."""
