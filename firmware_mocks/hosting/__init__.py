"""Simulated devices brought to life: their wire with its faults, its end that a host can open."""
