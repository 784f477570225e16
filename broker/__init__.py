"""The hall's spine: what all rooms share. Knows no device."""
