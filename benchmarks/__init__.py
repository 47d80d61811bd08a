"""Side-by-side measurements in one run: ratios to compare, never limits that a test asserts."""
