"""The frame of the benchmarks: its output, its record and its documents, with chapters that take no time."""
