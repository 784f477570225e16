"""Simulated devices on USB: their endpoints, and two ways to let libusb's clients at them."""
