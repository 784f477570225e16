"""Wires: byte streams to devices. Only this room and `bus` touch the outside."""
