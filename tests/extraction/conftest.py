from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from make_pdf import write_html_pdf

REPORT = """
<h1>Review of services for Child Nine</h1>
<p>Northfold Safeguarding Partnership</p><p>14 March 2021</p>
<h2>Introduction</h2>
<p>This review was asked for after a child was hurt at home. It looks at what services knew and what they
did in the two years before, and it was written with the help of the child's family and of the people who
worked with them.<sup>1</sup> Nobody is named.</p>
<p>The panel met five times. It read the records of nine services and spoke to nineteen people, most of them
twice, and it is grateful to every one of them for what they had to say about a hard time.</p>
<h2>Recommendations</h2>
<ol><li>The partnership should make sure that every plan is shared with the school nurse.</li>
<li>Schools and health visitors should agree who will visit after a child moves house.</li></ol>
<ul><li>Each service should say by when.</li><li>The partnership should look again in a year.</li></ul>
<table><thead><tr><th>Action</th><th>Owner</th></tr></thead>
<tbody><tr><td>Share the plan</td><td>Health visiting</td></tr><tr><td>Agree the visits</td><td>Schools</td></tr>
</tbody></table>
"""
CSS = """
@page { @top-center { content: "Northfold review" } @bottom-center { content: "Page " counter(page) } }
td, th { border: 0.7pt solid black; padding: 3pt } table { border-collapse: collapse }
p { orphans: 1; widows: 1 }
sup { font-size: 6pt; vertical-align: 4pt }
"""
FILLER = "".join(
    f"<p>Paragraph {place} tells how the services worked on day {place}, what was seen, what was said and what "
    "was written down, so that a reader can follow the child through those weeks without a gap in the story "
    "and having to look at the records themselves, which are kept by each of the services apart and are long.</p>"
    for place in range(1, 40)
)


@pytest.fixture(scope="session")
def report_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of several pages with running heads, without tags."""
    return write_html_pdf(tmp_path_factory.mktemp("pdf") / "report.pdf", REPORT + FILLER, CSS)


@pytest.fixture(scope="session")
def tagged_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same report, tagged."""
    return write_html_pdf(tmp_path_factory.mktemp("pdf") / "tagged.pdf", REPORT + FILLER, CSS, tagged=True)
