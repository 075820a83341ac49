"""What the register of persons and households refuses, one class per refusal.

No sentence repeats an ID number, a phone or a name: sentences end up in logs, receipts and mails.
"""

from __future__ import annotations

from kit.errors import Conflict, Invalid, NotFound


class NotAnIdNumber(Invalid):
    """Expected an ID number, but this is none. Copy it from the card."""


class IdNumberMissing(NotAnIdNumber):
    """Expected an ID number, but the field is empty. Copy it from the card."""


class IdNumberLength(NotAnIdNumber):
    """Expected an ID number of 18 characters (or 15 digits of the first generation), but it has {length}. Copy it from the card."""


class IdNumberCharacter(NotAnIdNumber):
    """Expected an ID number of digits, with a digit or X at the end, but position {position} holds something else. Copy it from the card."""


class IdNumberProvince(NotAnIdNumber):
    """Expected the ID number to begin with the code of a province, but no province has the code {province}. Copy it from the card."""


class IdNumberDate(NotAnIdNumber):
    """Expected a real date of birth inside the ID number, but the calendar has no such day. Copy it from the card."""


class IdNumberFuture(NotAnIdNumber):
    """Expected a date of birth in the past inside the ID number, but it lies in the future. Copy it from the card."""


class IdNumberChecksum(NotAnIdNumber):
    """Expected the last character of the ID number to fit the others, but it does not: a digit is mistyped. Copy it from the card."""


class NotAPhone(Invalid):
    """Expected a mobile number of 11 digits or a landline with its area code, but got something else. Write it as 13800000000 or 0934-8000000."""


class NotACard(Invalid):
    """Expected a bank card number of 12 to 19 digits, but got something else. Copy it from the card, without letters."""


class NotAName(Invalid):
    """Expected a name of 1 to {limit} characters without digits or signs, but got something else. Copy it from the ID card."""


class UnknownCode(Invalid):
    """Expected an entry of the list, but got something else. Choose one of: {choices}."""


class NameDiffers(Conflict):
    """Expected the name that is registered for this ID number ({registered}), but another one was given. Compare both with the ID card; if the register is wrong, have the name corrected first."""


class PersonTwice(Invalid):
    """Expected every person once in a household, but the same ID number is given twice. Remove one of the two."""


class NoSuchHousehold(NotFound):
    """Expected to find the household, but it does not exist."""


class NoSuchPerson(NotFound):
    """Expected to find the person, but nobody has this number in the register."""


class ReasonMissing(Invalid):
    """Expected a reason of at least {least} characters for reading personal data in full, but got {length}. Write what you need it for; the reason is kept."""
