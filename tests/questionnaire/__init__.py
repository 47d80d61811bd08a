"""The questionnaire and the rules for its answers."""
