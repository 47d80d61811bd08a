"""Tests of ``generator.rehearsal``."""
