"""The list of sealed, signed and chained records that a case is; nothing in it is ever changed."""
