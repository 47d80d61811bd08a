"""Tests of ``generator.init``."""
