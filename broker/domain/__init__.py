"""Pure rules of the hall: values in, values out. No I/O, no clock, no threads."""
