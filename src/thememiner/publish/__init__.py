"""What people use: CSV, XLSX, GraphML, GEXF and the HTML report."""

from .csv_files import disarm, write_csv, write_table
from .exports import write_network
from .graph_files import write_gexf, write_graphml
from .report import write_report
from .workbook import write_sheets, write_workbook

__all__ = [
    "disarm",
    "write_csv",
    "write_gexf",
    "write_graphml",
    "write_network",
    "write_report",
    "write_sheets",
    "write_table",
    "write_workbook",
]
