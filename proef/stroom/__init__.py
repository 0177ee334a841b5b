"""Cutting the power: a disk of which only what was synced is sure to be there afterwards.

`disk` is that disk, in memory, and `changes` what happens to it; `serve` shows it as a folder
through the kernel's FUSE, in the words of `wire`; `rig` mounts it and cuts the power; `trial` has
a program write to it, cuts, and counts what was acknowledged and is gone. `sample` is a small
program to try the rig itself on. All it needs is Linux, root and `/dev/fuse`: no package and no
library.
"""
