"""What a sheet of applicants is refused for: the file as a whole, a row, or a cell."""

from __future__ import annotations

from kit.errors import Conflict, Invalid


class FileNotReadable(Invalid):
    """Expected {name} to be an XLSX file that opens, but it is missing, damaged, protected by a password or of another kind. Save it again as .xlsx from the template."""


class FileTooBig(Invalid):
    """Expected {name} to have at most {limit} MB, but it is larger or unpacks to far more. Split it, and remove pictures."""


class TooManyRows(Invalid):
    """Expected {name} to have at most {limit} rows, but it has more. Split it."""


class HeadersMissing(Invalid):
    """Expected the sheet "{sheet}" to have the columns {columns} in its first row, but they were not found. Use the template."""


class HeaderTwice(Invalid):
    """Expected the column "{column}" once in the sheet "{sheet}", but it is there twice. Remove one."""


class FormulaInCell(Invalid):
    """Expected a typed value, but the cell holds a formula. Replace it by its value."""


class FaultInCell(Invalid):
    """Expected a value, but the cell shows an error of the spreadsheet program. Type the value."""


class DigitsLost(Invalid):
    """Expected the number as text, but the cell holds a computed number whose last digits are lost. Format the column as text and type the number again."""


class NotADay(Invalid):
    """Expected a date, but got something else. Write it as 2018-11-05."""


class NotYesOrNo(Invalid):
    """Expected yes or no, but got something else. Choose one of: {choices}."""


class NotAWholeNumber(Invalid):
    """Expected a whole number, but got something else. Write it in digits."""


class NoSuchUnion(Invalid):
    """Expected the code of a union, but no union has this one. Copy it from the list of unions."""


class ApplicantMissing(Invalid):
    """Expected an applicant with this ID number in the sheet "{sheet}", but there is none. Correct the number in the first column, or enter the applicant."""


class TwiceInFile(Conflict):
    """Expected every household once in the file, but {who} is already in row {row}. Remove one of the rows."""
