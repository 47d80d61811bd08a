"""Tests of ``generator.report``."""
