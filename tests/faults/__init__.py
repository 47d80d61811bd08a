"""The collector as a real process among faults: killed, starved by slow clients, taken apart afterwards."""
