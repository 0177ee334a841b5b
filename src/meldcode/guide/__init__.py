"""The guide anyone may use; it keeps nothing readable."""
