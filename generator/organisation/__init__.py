"""Where generator and collector meet: a survey's storage, its paper ballots, its release."""
