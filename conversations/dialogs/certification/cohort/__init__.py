"""Cohorts: the schools that go through the learning sessions of a school year together."""
