"""Punches, and who is on duty. Knows no tickets."""
