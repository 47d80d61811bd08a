"""The simulation: its figures come from the rule, come again, and stand in the documents as they are."""
