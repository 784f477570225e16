"""What a month of punches means by the hall's own rules. Knows no tickets."""
