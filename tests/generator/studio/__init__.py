"""Tests of ``generator.studio``."""
