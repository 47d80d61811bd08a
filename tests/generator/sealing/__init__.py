"""Tests of ``generator.sealing``."""
