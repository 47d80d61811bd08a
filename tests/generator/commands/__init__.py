"""Tests of ``generator.commands``."""
