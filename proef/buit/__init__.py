"""A house that is robbed: who lives in it, what the thief carries off, what opens in his hands."""
