"""Which sites may show this one in a frame: the entries of ``site.framed_by``."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

# An origin as browsers write it. A wildcard would let in everybody who gets a page below it, and whoever is
# on the way can change a page that comes without encryption.
_ORIGIN = re.compile(r"https://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")
_REFUSAL = "configuration.no_framing_site"


def _framing_site(value: str) -> str:
    origin = value.lower().removesuffix("/").removesuffix(":443")
    if not _ORIGIN.fullmatch(origin):
        raise PydanticCustomError(_REFUSAL, _REFUSAL)
    return origin


# "https://intranet.example"; always as browsers write it once it is read.
FramingSite = Annotated[str, AfterValidator(_framing_site)]
