"""Numbers outside the windows: given, held, given back, come back."""
