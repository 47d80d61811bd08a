"""The frame of the benchmarks: what it says, keeps and writes; its chapters here take no time."""
