"""The duty leader's desk for fingers: consent, two fingers, and taking them back with proof."""
