"""Django's SQLite, with a line for who writes."""
