"""Whom a window calls, whether the hall saw it, and the visit that follows."""
