"""Sub-commands of `hall` that belong to the spine; rooms bring theirs by entry point."""
