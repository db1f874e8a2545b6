"""``run.json``: what a report was made from, so that it can be made again."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from thememiner.tables import Tables

_LIBRARIES = (
    "thememiner",
    "pypdfium2",
    "pdfplumber",
    "pikepdf",
    "spacy",
    "spacy-lookups-data",
    "pandas",
    "networkx",
    "scipy",
    "snowballstemmer",
)


def describe_run(
    tables: Tables,
    *,
    corpus: Mapping[str, str],
    finished: bool,
    options: Mapping[str, Any],
    codebook: Mapping[str, Any],
) -> dict[str, Any]:
    """Return versions, options and counts. No time of day: the same run has the same bytes.

    Args:
        tables: every table.
        corpus: name and title.
        finished: whether every review had its turn; False where Ctrl-C ended the run.
        options: what the run was told.
        codebook: its version and size.
    """
    reviews, pages = tables["reviews"], tables.columns("pages", "n_chars", "n_dropped", "ocr_confidence")
    asserted = sum(
        int((batch["status"] == "asserted").sum()) for batch in tables.batches("mentions", "status")
    )
    return {
        "corpus": dict(corpus),
        "finished": finished,
        "options": dict(options),
        "codebook": dict(codebook),
        "versions": {
            **{library: version(library) for library in _LIBRARIES},
            "python": platform.python_version(),
        },
        "counts": {
            **{name: tables.count(name) for name in tables},
            "asserted": asserted,
            "by_status": {str(k): int(v) for k, v in sorted(reviews["status"].value_counts().items())},
            "pages": int(reviews["n_pages"].sum()),
            "words": int(reviews["n_words"].sum()),
            "characters": int(pages["n_chars"].sum()),
            "characters_dropped": int(pages["n_dropped"].sum()),
            "passages_untagged": int(reviews["n_passages_untagged"].sum()),
            "pages_read_by_ocr": int(pages["ocr_confidence"].notna().sum()),
        },
    }


def write_json(value: Mapping[str, Any]) -> str:
    """Return JSON for people: sorted by nothing, indented, any language as it is."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
