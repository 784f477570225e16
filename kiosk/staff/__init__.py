"""Who may work at a screen of the hall: staff number and PIN."""
