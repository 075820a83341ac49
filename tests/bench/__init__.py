"""Measurements, run by ``make bench`` only: no test asserts a time."""
