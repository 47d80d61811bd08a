"""The campaign's folder: letters, sheets for team leads, IT and works council, posters, and a calendar."""
