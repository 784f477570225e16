"""DigitalPersona's U.are.U 4000, 4000B and 4500: pure parts. `fingerprint.uareu` has the driver."""
