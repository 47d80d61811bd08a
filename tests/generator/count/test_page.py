"""The count's page as a file: what its policy allows."""

from __future__ import annotations

import re

from generator.configuration.load import load_surveys
from generator.count.page import count_page
from tests.generator.count.counting import CountPage


def test_the_policy_lets_it_connect_to_nothing(page: CountPage) -> None:
    """Nothing by default and no connection; no text is run as a program."""
    [survey] = load_surveys(page.path)
    html = count_page(survey, b"0;").decode()
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)[0]
    rules = [rule.strip() for rule in policy.replace("&#39;", "'").split(";")]
    assert "default-src 'none'" in rules
    assert "connect-src 'none'" in rules
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
