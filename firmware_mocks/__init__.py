"""Second implementations of the devices' firmware: for commissioning, demonstration and CI."""
