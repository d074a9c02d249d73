"""Visits between schools: agreed, made, written down and compared."""
