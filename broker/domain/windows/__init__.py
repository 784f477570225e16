"""Who sits at a window, and whether it calls."""
