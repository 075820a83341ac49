"""Applicants from a spreadsheet: the template, a streaming reader, the import row by row, and the receipt."""
