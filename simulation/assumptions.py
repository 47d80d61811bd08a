"""What the simulation takes for granted. Whoever doubts a figure changes a number here and runs it again.

Behind each answer stands a true position of the person on that item, normally distributed. On any one day
chance is added (mood, the last call, how the sentence was read). Three thresholds, the same for every item,
cut the sum into the four steps of the scale.
"""

from __future__ import annotations

from dataclasses import dataclass

PEOPLE = 200_000  # a share is then known to about a tenth of a percentage point
SEED = 20_270_111

# In standard deviations of the answer before it is cut. At medium load 21, 29, 29 and 21 in 100 people choose
# the four steps.
THRESHOLDS = (-0.8, 0.0, 0.8)

# The correlation of one item's answers, 0 to 3, with the same person's answers on another day. Single items
# on stress reach about .66 to .74 over three months (Littman et al. 2006) and .80 to .87 over weeks
# (Arapovic-Johansson et al. 2017). Ours are not yet known.
RELIABILITIES = (0.6, 0.7, 0.8)
MIDDLE_RELIABILITY = 0.7

# Added to every perception and cause before they are cut; with low load about half the people have no
# shaping pattern.
LOADS = {"medium": 0.0, "low": -0.6}


@dataclass(frozen=True, slots=True)
class Loadings:
    """How strongly true positions depend on what they share; each is a correlation with a common factor.

    ``general``: perception and cause of every constellation on load as a whole; the constellations correlate,
    as in studies of call centres (Molino et al. 2016, Zito et al. 2018). ``constellation``: perception and
    cause of one constellation on that constellation.
    """

    general: float
    constellation: float = 0.5


# Medium: perceptions of two constellations correlate by .30, perception and cause of one by .55.
LOADINGS = {"weak": Loadings(0.25), "medium": Loadings(0.55), "strong": Loadings(0.75)}

# Influence is a little lower where load is higher, and people who have influence here tend to have it there.
INFLUENCE_ON_GENERAL = -0.35
INFLUENCE_ON_CONSTELLATION = -0.2
INFLUENCE_SHARED = 0.4

HALF = 0.5  # standard deviations: a difference in difficulty that two well-made items may have
FORMER = 0.3  # the difference of an earlier run, kept for comparison
NEARLY_ALL = 0.9  # of the people affirm the item ("mostly true" or "true")
EASIER = "B"  # the constellation with the easier item; by symmetry any other would do

# Simulated campaigns (``coalitions``): everybody takes part, half the teams at medium and half at low load.
CAMPAIGNS = 2_000  # for each number of people; a share is then known to about a percentage point
SURVEYED = (10, 15, 18, 20, 25, 30, 50, 100, 200)  # people in a campaign
# Colleagues share conditions: a team's shares scatter about those of everybody (Dirichlet) as if they were
# the shares among so many people.
ALIKE = 10
COALITIONS = {"0": 0, "1": 1, "2": 2, "3": 3, "5": 5, "n − 5": -5, "n − 2": -2, "n − 1": -1}
