"""Tests of ``generator.campaign``."""
