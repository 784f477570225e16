"""Protocols of clock-in readers, one room each."""
