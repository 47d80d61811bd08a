"""Tests of ``generator.rendering``."""
