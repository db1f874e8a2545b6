"""What people use: CSV, XLSX, Parquet, GraphML, GEXF and the HTML report."""

from .csv_files import disarm, write_csv, write_table
from .exports import write_network
from .graph_files import TableGraph, write_gexf, write_graphml
from .parquet_files import PARTITIONS, write_parquet
from .report import write_report
from .sheets import write_sheets
from .workbook import write_workbook

__all__ = [
    "PARTITIONS",
    "TableGraph",
    "disarm",
    "write_csv",
    "write_gexf",
    "write_graphml",
    "write_network",
    "write_parquet",
    "write_report",
    "write_sheets",
    "write_table",
    "write_workbook",
]
