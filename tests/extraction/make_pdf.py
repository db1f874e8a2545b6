"""PDFs for the tests, made on the spot: from HTML with WeasyPrint, or byte by byte."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

A4 = "@page { size: A4; margin: 25mm } body { font: 11pt 'DejaVu Sans'; } "


def write_html_pdf(path: Path, body: str, css: str = "", *, tagged: bool = False) -> Path:
    """Write a PDF of an HTML body; ``tagged`` gives it a structure tree."""
    import weasyprint

    html = (
        f"<html lang='en'><head><title>Test</title><style>{A4}{css}</style></head><body>{body}</body></html>"
    )
    weasyprint.HTML(string=html).write_pdf(path, pdf_tags=tagged)
    return path


def write_plain_pdf(path: Path, pages: Sequence[str], *, media: str = "0 0 595 842", extra: str = "") -> Path:
    """Write a PDF from the content streams of its pages; ``F1`` is Helvetica, ``F2`` its bold."""
    path.write_bytes(build_plain_pdf(pages, media=media, extra=extra))
    return path


def build_plain_pdf(pages: Sequence[str], *, media: str = "0 0 595 842", extra: str = "") -> bytes:
    """Return the bytes of a PDF; ``extra`` goes into every page's dictionary."""
    n = len(pages)
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(n))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {n} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    chunks = [entry.encode("latin-1") for entry in objects]
    for place, content in enumerate(pages):
        chunks.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] /Contents {6 + 2 * place} 0 R {extra} "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode("latin-1")
        )
        packed = zlib.compress(content.encode("latin-1"))
        chunks.append(
            f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode("latin-1")
            + packed
            + b"\nendstream"
        )
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, chunk in enumerate(chunks, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + chunk + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(chunks) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        data += f"{place:010} 00000 n \n".encode()
    data += f"trailer << /Size {len(chunks) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)


def show(x: float, y: float, text: str, *, size: float = 11, font: str = "F1") -> str:
    """Return the operators that print a text with its baseline at ``x, y`` from the bottom left."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"


def show_lines(x: float, y: float, lines: Sequence[str], *, size: float = 11, step: float = 14) -> str:
    """Return the operators that print lines below one another."""
    return "".join(show(x, y - step * place, line, size=size) for place, line in enumerate(lines))
