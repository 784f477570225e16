"""How long somebody will wait: a range of minutes, what it rests on, and how often it held."""
