"""Write docs/threat-model.md anew: ``python -m tests.attacks``."""

from __future__ import annotations

from tests.attacks.threat_model import DOCUMENT, attacks, document

DOCUMENT.write_text(document(attacks()), "utf-8")
