"""A guide, a case file and a report for professionals who follow the Meldcode."""
