"""All simulated devices of a hall in one process, drawn as the things they are."""
