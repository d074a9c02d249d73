"""Skolsteg decides here: pure functions and data, no network, no clock, no database."""
