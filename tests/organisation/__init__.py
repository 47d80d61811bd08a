"""Tests of ``generator.organisation``."""
