"""Workbook templates for what arrives on paper or by word of mouth: the register of them, and writing them.

Belongs here: expectations/templates.toml as records (register), as Excel files (workbook), and the sheet that
says how to fill them in (instructions). Not here: reading what comes back (pipelines.readers), which folders a
new agreement gets (pipelines.new_agreement).
"""

from __future__ import annotations

from pipelines.templates.register import Column, Template, load
from pipelines.templates.workbook import HEADING_ROW, write

__all__ = ["HEADING_ROW", "Column", "Template", "load", "write"]
