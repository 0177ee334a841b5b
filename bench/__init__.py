"""What `make bench` runs: how fast the product is beside something known, as ratios.

Everything that is compared is measured in the same run, turn by turn, so that a slow machine or a
busy moment is slow for both. Nothing is memoised and no target is enforced: the table shows it.
"""
