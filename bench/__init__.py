"""`make bench`: what the hall costs, each row as a ratio to a floor measured in the same run."""
