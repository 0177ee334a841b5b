"""People and their keys, who may see what, and the log of every look."""
