"""What is heard of a hall's screens: how a text is said, the voice that says it, short sounds."""
