"""Skolsteg talks here: all that has a network, a clock, a screen or a process."""
