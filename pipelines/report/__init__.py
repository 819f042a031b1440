"""What readers of a lägesbild meet: sentences, charts, notebooks' displays, web pages and the workbook.

Everything here reads the published ``lagesbild.duckdb``; nothing here reads source files, computes
statistics or decides what is stored.
"""
