"""``python -m benchmarks``: what the page feels of Python's arrival, and what the collector can take."""

from __future__ import annotations

from benchmarks import boot, collecting

if __name__ == "__main__":
    print(boot.report(), end="\n\n", flush=True)
    print(collecting.report())
