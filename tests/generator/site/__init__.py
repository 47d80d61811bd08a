"""Tests of ``generator.site``."""
