"""Long trials: too slow for every test run, and their results belong in the docs.

A trial is a module with ``main(today)``: it writes its results with that date and returns how
many things were wrong. ``python -m proef`` runs them all.
"""
