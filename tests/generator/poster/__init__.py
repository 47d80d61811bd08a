"""Tests of ``generator.poster``."""
