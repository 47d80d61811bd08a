"""Tests of ``generator.slips``."""
