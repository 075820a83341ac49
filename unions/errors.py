"""Refusals of this room; each docstring is the sentence that the reader sees."""

from __future__ import annotations

from kit.errors import AppError, Conflict, Invalid, NotAllowed, NotFound


class UnitNotFound(NotFound):
    """Expected to find unit {unit}, but there is none on {on}. Check the code and the date."""


class OfficerNotFound(NotFound):
    """Expected to find officer {officer}, but there is none. Check the log-in name."""


class PostNotFound(NotFound):
    """Expected to find post {post}, but there is none. Reload the page and try again."""


class StandInNotFound(NotFound):
    """Expected to find this stand-in's appointment, but there is none. Reload the page and try again."""


class UnitOutOfSight(NotFound):
    """Expected to find this unit, but it does not exist or lies outside your part of the tree."""


class CannotAppoint(NotAllowed):
    """Expected to change posts in {unit}, but only an administrator or manager of it or of a unit above it may do so."""


class CannotAppointOneself(NotAllowed):
    """Expected to change posts in {unit}, but nobody gives a post to himself or herself. Ask another administrator."""


class CannotChangeTree(NotAllowed):
    """Expected to change {unit}, but only an administrator of it or of a unit above it may do so."""


class PeriodBackwards(Invalid):
    """Expected the period to end on or after its first day, but it runs from {starts_on} to {ends_on}. Correct one of the dates."""


class DateImpossible(Invalid):
    """Expected a date from {earliest} on, but it is {value}. Correct the year."""


class TextMissing(Invalid):
    """Expected {field} to be filled in, but it is empty. Enter it."""


class TextTooLong(Invalid):
    """Expected {field} to have at most {limit} characters, but it has {length}. Shorten it."""


class CodeTaken(Conflict):
    """Expected unit code {code} to be free, but {name} has it. Choose another code."""


class LoginTaken(Conflict):
    """Expected log-in name {login} to be free, but another officer has it. Choose another one."""


class LoginMalformed(Invalid):
    """Expected a log-in name of 2 to 60 small letters, digits, dots, hyphens or underscores, but it is "{login}". Change it."""


class EmailMalformed(Invalid):
    """Expected an e-mail address such as name@example.org, but it is "{email}". Correct it or leave it empty."""


class LevelDoesNotFit(Invalid):
    """Expected a unit of the kind "{kind}" at one of the levels {levels}, but its level is {level}. Change the kind or the level."""


class ParentDoesNotFit(Invalid):
    """Expected {unit} ({level}) to hang under a union above it, but {parent} ({parent_level}) is none. Choose another parent."""


class ParentMissing(Invalid):
    """Expected {unit} to hang under a union, but no parent is given: only a territorial union may stand at the top. Enter the parent's code."""


class ParentEnds(Invalid):
    """Expected {parent} to stay as it is from {on} on, so that {unit} can hang under it, but that state of it ends on {valid_to}. Give a later date or choose another parent."""


class UnitMovesUnderItself(Invalid):
    """Expected {unit} to move elsewhere in the tree, but {parent} lies inside it. Choose another parent."""


class UnitChangedLater(Conflict):
    """Expected to change {unit} from {on} on, but a later state from {since} on is recorded. Give a date after {since}."""


class UnitHasChildren(Conflict):
    """Expected to close {unit} after {last_day}, but {count} units still hang under it. Close or move them first."""


class UnitHasPosts(Conflict):
    """Expected to close {unit} after {last_day}, but {count} posts in it go on. End them first."""


class UnitHasService(Conflict):
    """Expected {unit} to become a service point, but units hang under it. Move them first."""


class PostOutsideUnit(Invalid):
    """Expected the post to lie within the life of {unit} ({unit_from} to {unit_to}), but it runs from {starts_on} to {ends_on}. Correct the dates."""


class PostOverlaps(Conflict):
    """Expected {officer} not to be {role} in {unit} yet, but he or she already is from {starts_on} to {ends_on}. End that post first or correct the dates."""


class ChairHeld(Conflict):
    """Expected {unit} to have no chair in this period, but {officer} is its chair from {starts_on} to {ends_on}. End that post first, or register an acting chair by letter."""


class StandInForOneself(Invalid):
    """Expected somebody other than {officer} to stand in for {officer}. Choose another officer."""


class StandInOutsidePost(Invalid):
    """Expected the stand-in to act while the post is held ({post_from} to {post_to}), but the letter runs from {starts_on} to {ends_on}. Correct the dates."""


class StandInOverlaps(Conflict):
    """Expected one stand-in at a time, but {officer} already stands in for this post from {starts_on} to {ends_on}. End that first or correct the dates."""


class PasswordTooWeak(Invalid):
    """Expected a password of at least {least} characters that is not the log-in name. Choose a longer one."""


class DemonstrationOnly(NotAllowed):
    """Expected to load the demonstration's officers, whose password everybody knows, but this is not a demonstration."""


class LoginRefused(AppError):
    """Expected to log you in, but the log-in was refused."""


class WrongLogin(LoginRefused):
    """Expected a known log-in name with its password, but they do not match. Check both and try again."""


class TooManyAttempts(LoginRefused):
    """Expected fewer wrong attempts, but there were too many. Try again in {minutes} minutes, or ask your administrator."""


class FormExpired(NotAllowed):
    """Expected the form to come from your own session, but its token does not match. Reload the page and send it again."""


class UnknownLanguage(Invalid):
    """Expected one of the languages {languages}, but got "{language}". Choose one of them."""


class UnknownProvince(Invalid):
    """Expected the six-digit division code of a province, such as 620000, but it is "{code}". Correct it."""
