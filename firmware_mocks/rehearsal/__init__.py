"""A hall to look at: all real parts, simulated devices, and people who play their roles."""
