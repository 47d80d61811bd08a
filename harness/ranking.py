"""Words that no text about a survey's result may hold."""

from __future__ import annotations

import re

# Words that would put constellations, teams or people into an order.
RANK = re.compile(
    r"\b(am (häufigsten|meisten|stärksten)|größte\w*|meiste\w*|häufigste\w*|stärkste\w*|höchste\w*"
    r"|schwerste\w*|rang\w*|spitzenreiter\w*|most|largest|biggest|strongest|greatest|highest|heaviest"
    r"|rank\w*|top|leading|worst|best)\b",
    re.IGNORECASE,
)
