"""``python -m benchmarks``: how long until Python is ready, and what the page feels of it meanwhile."""

from __future__ import annotations

from benchmarks import boot

if __name__ == "__main__":
    print(boot.report())
