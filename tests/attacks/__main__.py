"""Write docs/threat-model.md anew: ``python -m tests.attacks``."""

from __future__ import annotations

from tests.attacks.threat_model import DOCUMENT, attacks, comparisons, document

DOCUMENT.write_text(document(attacks(), comparisons()), "utf-8")
