"""The Qt side of the screens: theme, parts, and the hands that touch them in rehearsals."""
