"""The engines that read a page: PDFium first, pdfplumber and OCR beside it; each delivers the same words."""
