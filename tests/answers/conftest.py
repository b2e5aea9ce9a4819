"""Stores for the tests of answers."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from draft import draft_store


@pytest.fixture(scope="session")
def draft(shared):
    """The worked example of ../shared as a store in memory."""
    return draft_store(shared)


@pytest.fixture(scope="session")
def made():
    """A made-up review of 60 studies as a store in memory, with all counts."""
    from made import made_store

    return made_store()
