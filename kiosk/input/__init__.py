"""What a visitor lays on a kiosk or holds before it: how it is heard, and what came."""
