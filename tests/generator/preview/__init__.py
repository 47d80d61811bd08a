"""Tests of ``generator.preview``."""
