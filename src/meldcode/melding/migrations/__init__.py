"""How the report's table came to be."""
