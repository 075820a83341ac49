"""What files refuse, one class per refusal."""

from __future__ import annotations

from kit.errors import Conflict, NotFound


class FileNotFound(NotFound):
    """Expected to find this file, but it does not exist or lies outside your part of the tree."""


class CaseClosed(Conflict):
    """Expected case {case_no} to be open for filing, but it was closed without a file. Register a new application."""


class NotAccepted(Conflict):
    """Expected case {case_no} to be accepted before it is filed, but it is not. Accept it first."""


class PersonHasFile(Conflict):
    """Expected nobody of the household to be in an active file, but {count} of its members are in file {file_no}. One household has one file: offer a transfer, or close the other file."""


class NoCategory(Conflict):
    """Expected the appraisal to propose a category and a main cause, but one of them is missing. Appraise the case again."""


class DecidedOut(Conflict):
    """Expected a household that the rules let in, but they decided that case {case_no} is out. Reject the case with its reason; the household can be entered in the register of the margin."""


class CategoryDiffers(Conflict):
    """Expected the category that the rules give, {decided}, but the appraisal proposes {proposed} without a reason. Choose the category of the rules, or say why it differs."""
