"""Sealed visits: what somebody who does not log in has filled in, for a short while."""
