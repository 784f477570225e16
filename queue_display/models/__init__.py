"""One folder for each make of LED controller."""
