"""One own framework live in the guide, while somebody writes it."""
