"""Scanners of codes: from keys and bytes to codes."""
