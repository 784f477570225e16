"""The opinion box (意见箱): what citizens leave at a kiosk, and what came of it."""
