"""Licences of Creative Commons, by what people call them."""

from __future__ import annotations

import pytest

from claimwire.licences import creative_commons

HERE = "https://creativecommons.org/"


@pytest.mark.parametrize(
    ("name", "spdx_id", "address"),
    [
        ("CC BY 4.0", "CC-BY-4.0", "licenses/by/4.0/"),
        ("CC-BY-4.0", "CC-BY-4.0", "licenses/by/4.0/"),
        ("cc-by-sa-3.0", "CC-BY-SA-3.0", "licenses/by-sa/3.0/"),
        ("CC BY-NC-ND 2.5", "CC-BY-NC-ND-2.5", "licenses/by-nc-nd/2.5/"),
        ("CC0 1.0", "CC0-1.0", "publicdomain/zero/1.0/"),
    ],
)
def test_a_name_has_an_id_and_an_address(name: str, spdx_id: str, address: str) -> None:
    found = creative_commons(name)
    assert found is not None
    assert (found.spdx_id, found.address) == (spdx_id, f"{HERE}{address}")


@pytest.mark.parametrize(
    "name",
    ["", "CC BY", "CC SA 4.0", "CC BY 4", "CC BY-SA-NC 4.0", "CC0 2.0", "all rights reserved", "CC BY 4.0, partly"],
)
def test_what_is_no_such_licence_has_neither(name: str) -> None:
    assert creative_commons(name) is None
