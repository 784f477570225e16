"""How messages travel: MQTT in a hall, in memory in tests; the same words for both."""
