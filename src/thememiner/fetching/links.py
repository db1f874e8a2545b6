"""The PDF that a publication page offers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from thememiner.errors import ReadError


class _Anchors(HTMLParser):
    """Collects the address and the words of every link."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._open = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._words = dict(attrs).get("href") or "", []

    def handle_data(self, data: str) -> None:
        if self._open:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            self.found.append((self._open, " ".join(" ".join(self._words).split())))
            self._open = ""


def find_pdf_link(page: str, *, url: str, title: str) -> str:
    """Return the address of the PDF that a publication page offers.

    Where it offers several, it is the one whose words share most with the title, if
    one stands out.

    Args:
        page: the page's HTML.
        url: where it is, to complete links.
        title: of the review that is looked for.

    Raises:
        ReadError: where there is none, or it is not clear which; all are named.

    >>> page = '<a href="a.pdf">Child K: full report</a> <a href="b.pdf">Child K: easy read</a>'
    >>> find_pdf_link(page, url="https://example.org/k/", title="Child K full report")
    'https://example.org/k/a.pdf'
    """
    anchors = _Anchors()
    anchors.feed(page)
    pdfs: dict[str, str] = {}
    for href, words in anchors.found:
        address = urljoin(url, href.strip())
        if urlsplit(address).path.lower().endswith(".pdf"):
            # The same file is often linked twice: by its picture and by its title.
            pdfs[address] = max(pdfs.get(address, ""), words, key=len)
    if not pdfs:
        raise ReadError(
            f"{url} is a web page without a link to a PDF.",
            "Find the PDF in a browser and put its address into corpus.toml as pdf_url.",
        )
    wanted = _words(title)
    ranked = sorted(pdfs, key=lambda address: -_likeness(wanted, _words(f"{pdfs[address]} {address}")))
    if len(ranked) > 1:
        first, second = (_likeness(wanted, _words(f"{pdfs[a]} {a}")) for a in ranked[:2])
        if first == second:
            raise ReadError(
                f"{url} offers {len(pdfs)} PDFs, and it is not clear which is meant: {', '.join(pdfs)}.",
                "Put the address of the right one into corpus.toml as pdf_url.",
            )
    return ranked[0]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.lower()))


def _likeness(wanted: frozenset[str], words: frozenset[str]) -> float:
    """Share of the title's words, and then the fewer other words the better."""
    if not wanted:
        return 0.0
    return len(wanted & words) / len(wanted) - len(words - wanted) / 1000
