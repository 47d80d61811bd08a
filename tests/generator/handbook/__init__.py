"""Tests of ``generator.handbook``."""
