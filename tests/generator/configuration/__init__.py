"""Tests of ``generator.configuration``."""
