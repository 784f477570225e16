"""EF01 modules on USB, in their "UDisk" mode: pure parts. `fingerprint.udisk` has the driver."""
