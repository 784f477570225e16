"""How a device or a screen is kept running: one loop that thinks, readers that block."""
