"""Applying: the school's own application, and what a coordinator decides about it."""
