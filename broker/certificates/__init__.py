"""The hall's own certificates: its authority, and the one that each client shows the broker."""
