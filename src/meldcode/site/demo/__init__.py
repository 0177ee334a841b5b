"""Fictional people and cases, to try Meldcode with."""
