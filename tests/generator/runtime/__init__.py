"""Tests of ``generator.runtime``."""
