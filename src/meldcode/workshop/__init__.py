"""The workshop: a professional body writes, proves, draws and gives out its framework.

Pure, no Django.
"""
