"""The citizen's ticket kiosk."""
