"""What travels: topics, messages and their JSON."""
