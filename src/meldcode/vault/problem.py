"""What is wrong with a setting, in Dutch, for whoever starts the program."""


class SettingError(ValueError):
    """A setting from the environment can't be used; the message says which and what to write."""
