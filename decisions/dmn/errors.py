"""Why a decision file was refused, or a decision could not be made."""

from __future__ import annotations

from kit.errors import AppError, Invalid, NotFound


class DecisionFileRefused(Invalid):
    """Expected a decision file, but {file} was refused."""


class FileTooLarge(DecisionFileRefused):
    """Expected a decision file of at most {limit} bytes, but {file} has {size}. Split it."""


class FileNotXml(DecisionFileRefused):
    """Expected XML in {file}, but line {line} cannot be read: {detail}. Save the file anew from the table editor."""


class FileHasDoctype(DecisionFileRefused):
    """Expected {file} to have no DOCTYPE, but it has one. Remove it: a decision file never needs it."""


class FileNotDmn(DecisionFileRefused):
    """Expected DMN 1.2 to 1.5 in {file}, but its root is "{root}". Export the table as DMN 1.3."""


class FileSaysSomethingTwice(DecisionFileRefused):
    """Expected every id once, but "{element}" occurs again in {file}. Rename one of the two."""


class UnknownReference(DecisionFileRefused):
    """Expected "{element}" in {file} to refer to an element that exists, but "{reference}" does not."""


class UnsupportedElement(DecisionFileRefused):
    """Expected decision logic that Bangfu carries out, but element "{element}" of {file} is a {kind}."""


class WrongTableShape(DecisionFileRefused):
    """Expected rule "{element}" of {file} to have one cell per column, but it has {found} instead of {wanted}."""


class BadCell(DecisionFileRefused):
    """Expected FEEL in element "{element}" of {file}, but {cause}."""


class DecisionsInACircle(DecisionFileRefused):
    """Expected decisions that can be made one after another, but "{element}" of {file} needs its own result."""


class DecisionUnknown(NotFound):
    """Expected a decision of the rule-set, but "{decision}" is not among them: {known}."""


class DecisionNotMade(AppError):
    """Expected a decision from "{table}", but it could not be made."""


class InputMissing(DecisionNotMade):
    """Expected a value for "{input}", but none was given. Give it, or give it as empty on purpose."""


class InputOfWrongType(DecisionNotMade):
    """Expected "{input}" to be of type {type}, but it is {value}."""


class InputNotListed(DecisionNotMade):
    """Expected "{input}" of table "{table}" to be one of {allowed}, but it is {value}."""


class ResultOfWrongType(DecisionNotMade):
    """Expected the result of "{table}" to be of type {type}, but it is {value}."""


class RulesOverlap(DecisionNotMade):
    """Expected at most one rule of the unique table "{table}" to apply, but rules {rules} apply together."""


class RulesDisagree(DecisionNotMade):
    """Expected all rules that apply in table "{table}" to agree, but rules {rules} give different results."""


class OutputNotListed(DecisionNotMade):
    """Expected the results of table "{table}" among the listed ones {allowed}, but a rule gives {value}."""


class OutputNotANumber(DecisionNotMade):
    """Expected numbers to combine in table "{table}", but a rule gives {value}."""
