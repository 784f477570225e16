"""Slips of paper: what stands on them, how a printer is spoken to, and how it went."""
