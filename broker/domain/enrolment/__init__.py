"""Who consented to be known by a finger, and where their fingers are kept. Knows no template."""
