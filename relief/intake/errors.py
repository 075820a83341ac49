"""What intake refuses, one class per refusal."""

from __future__ import annotations

from kit.errors import Conflict, Invalid, NotAllowed, NotFound


class CaseNotFound(NotFound):
    """Expected to find this case, but it does not exist or lies outside your part of the tree."""


class DocumentNotFound(NotFound):
    """Expected to find this document, but it does not exist or lies outside your part of the tree."""


class CannotRegister(NotAllowed):
    """Expected to register an application at {unit}, but only a clerk of it may do so. Ask its clerk, or choose your own unit."""


class GrassrootsFirst(NotAllowed):
    """Expected a grassroots union to take the application, but {unit} is none. If no grassroots union exists for the worker, say why in the field for the help centre."""


class CannotWithdraw(NotAllowed):
    """Expected to record the withdrawal of case {case_no}, but only a clerk of {unit} or of a union above it may do so."""


class AlreadyOpen(Conflict):
    """Expected the applicant to have no open application, but case {case_no} is open. Go on with that case."""


class AlreadyOpenElsewhere(Conflict):
    """Expected the applicant to have no open application, but one is open at another union. Ask the county's help centre to settle which union goes on with it."""


class HouseholdTaken(Conflict):
    """Expected the household to have no case or file, but {who} is already in case {case_no}. Go on with that case, or correct the row."""


class HouseholdTakenElsewhere(Conflict):
    """Expected the household to have no case or file, but {who} already belongs to one at another union. Ask the county's help centre about a transfer."""


class ApplicantTooYoung(Invalid):
    """Expected the applicant to be a worker of {least} years or more, but the ID number says younger. Enter the working member of the household as the applicant."""


class ConsentMissing(Invalid):
    """Expected the signed consent of every adult member, but it is missing. Let every adult sign, then enter the date."""


class DateInFuture(Invalid):
    """Expected a date up to today, but {value} lies in the future. Correct the date."""


class DateTooOld(Invalid):
    """Expected a date from {least} on, but got {value}. Correct the year."""


class TextMissing(Invalid):
    """Expected this field to be filled in, but it is empty. Enter it."""


class TextTooLong(Invalid):
    """Expected at most {limit} characters, but there are {length}. Shorten the text."""


class AmountOutOfRange(Invalid):
    """Expected an amount between 0 and {limit} yuan, but got {value}. Correct the amount; check whether it is yuan."""


class NoIncomeLine(Invalid):
    """Expected at least one line of declared income, but there is none. Enter a line of 0 if the household has no income."""


class NoCause(Invalid):
    """Expected at least one cause of hardship, but none is given. Choose at least one."""


class NotARelation(Invalid):
    """Expected how this member is related to the applicant, but it says that the member is the applicant. Choose the relation."""


class TooManyMembers(Invalid):
    """Expected at most {limit} members in a household, but there are {count}. Enter only those who live together."""


class MonthsOutOfRange(Invalid):
    """Expected a number of months from 0 to {limit}, but got {value}. Correct it."""


class PapersStillMissing(Invalid):
    """Expected all papers that an acceptance needs, but these are not ticked: {papers}. Tick what was received, or choose "incomplete" and list what is missing."""


class IdCardNotChecked(Invalid):
    """Expected the original ID card to be checked before acceptance, but it was not. Compare it and tick the box."""


class NothingListed(Invalid):
    """Expected a list of what is missing, but nothing is chosen. List everything at once: the household is asked one time only."""


class UnknownReason(Invalid):
    """Expected a coded reason for closing the case, but "{reason}" is not on the list. Choose one of the list."""


class WithdrawalNeedsReason(Invalid):
    """Expected the applicant's reason for withdrawing, but the field is empty. Write it in a few words."""


class CaseIsOver(Conflict):
    """Expected case {case_no} to be open, but it is {state}. Reload the page to see what happened to it."""


class UnknownOutcome(Invalid):
    """Expected one of the outcomes {outcomes}, but got "{outcome}". Reload the page and choose again."""
