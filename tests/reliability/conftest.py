from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from make_reviews import write_tiny_corpus


@pytest.fixture
def tiny_corpus(tmp_path: Path) -> Path:
    """Two small reviews and a file that is no PDF."""
    return write_tiny_corpus(tmp_path / "tiny")
