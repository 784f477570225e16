"""The loop, the window and the glass: what every program with a screen is made of."""
