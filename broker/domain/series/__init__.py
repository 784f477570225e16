"""Numbers granted to a kiosk beforehand, for when nobody answers it."""
