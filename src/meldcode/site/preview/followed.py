"""Which folder this process shows. By itself, for it is set before Django reads any setting."""

from pathlib import Path

folder = Path()
