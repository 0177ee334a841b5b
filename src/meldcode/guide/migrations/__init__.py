"""How the guide's table came to be."""
