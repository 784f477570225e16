"""The clerk's call panel."""
