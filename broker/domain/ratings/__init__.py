"""What applicants think of a visit, as far as they say it."""
