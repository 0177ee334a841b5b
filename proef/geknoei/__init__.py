"""Somebody owns the database: takes the triggers away, changes things, computes hashes anew.

`world` is a small installation with a past, `raw` how its tables are reached without the product,
`changes` what is done to them, and `trial` does that many times and asks whether the checks found
it and named it.
"""

from proef.geknoei.trial import main

__all__ = ["main"]
