"""The case file: its entries, what follows from them, its pages."""
