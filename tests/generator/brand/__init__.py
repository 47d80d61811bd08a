"""Tests of ``generator.brand``."""
