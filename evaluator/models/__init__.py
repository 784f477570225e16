"""Drivers of evaluators and counter keypads, one folder for each protocol."""
