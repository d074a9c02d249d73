"""Skolsteg remembers here: every table and every query."""
