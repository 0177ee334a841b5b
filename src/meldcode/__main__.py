"""`python -m meldcode` does what `meldcode` does."""

from meldcode.cli import main

if __name__ == "__main__":
    main()
