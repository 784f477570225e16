"""Slip printers, a package for each protocol."""
