"""Documents on paper: data and a Typst template in, one PDF out. Knows of no other room."""
