"""What the evidence refuses, one class per refusal; each names the record that is missing or wrong."""

from __future__ import annotations

from kit.errors import Conflict, Invalid, NotAllowed, NotFound


class EvidenceNotFound(NotFound):
    """Expected to find this record, but it does not exist or is not yours to see."""


# --- who -------------------------------------------------------------------------------------------------------------


class NotInOffice(NotAllowed):
    """Expected {name} to hold the post "{role}" at {unit} on {day}, but no such post is on record. Ask the administrator to enter the post, or choose somebody who holds it."""


class VisitorMayNotDoThis(NotAllowed):
    """Expected somebody who did not visit the household, but {name} was one of its visitors. Let somebody else do this step."""


class CommitteeChairMayNotDoThis(NotAllowed):
    """Expected somebody who did not chair the collective study, but {name} chaired it. Let somebody else do this step."""


class ReviewerMayNotDoThis(NotAllowed):
    """Expected somebody who did not review the case, but {name} reviewed it. Let somebody else approve it."""


class RegistrarMayNotDoThis(NotAllowed):
    """Expected somebody who did not enter the application, but {name} entered it. Let somebody else decide on it."""


class ApproverMayNotCheck(NotAllowed):
    """Expected somebody who did not approve the case to check it, but {name} approved it. Let another inspector check it."""


# --- the visit -------------------------------------------------------------------------------------------------------


class TooFewVisitors(Invalid):
    """Expected {needed} or more visitors, but {count} is named. Name everybody who went."""


class VisitBeforeApplication(Invalid):
    """Expected the visit on or after the day of the application, {applied}, but it is dated {visited}. Correct the date, or visit the household."""


class VisitInFuture(Invalid):
    """Expected a visit that took place, but its time, {visited}, lies in the future. Record it after the visit."""


class HouseholdSignatureMissing(Invalid):
    """Expected the household's signature on the sheet, but it is missing. Let a member of the household sign."""


class PhotoMissing(Invalid):
    """Expected at least one photo, but there is none. Add the photos that were taken."""


class TooManyAttachments(Invalid):
    """Expected at most {limit} files with one step, but there are {count}. Remove some."""


class AttachmentTooLarge(Invalid):
    """Expected each file to have at most {limit} MB, but "{name}" has {size} MB. Make it smaller and add it again."""


class AttachmentTypeRefused(Invalid):
    """Expected files of type JPEG, PNG or PDF, but "{name}" is none of them, whatever its name says. Save it as one of these."""


# --- the sums --------------------------------------------------------------------------------------------------------


class NoVisitYet(Conflict):
    """Expected a completed home visit before this step, but none is on record for this case. Without a home visit there is no file: record the visit first."""


class NoStatementYet(Conflict):
    """Expected the economic statement before this step, but none is on record for this case. Do the sums with the household first."""


class PersonsNeedReason(Invalid):
    """Expected the persons found at the visit ({seen}) to be those of the application ({registered}), or the reason for the difference. Write it below the sums."""


class DifferenceNeedsReason(Invalid):
    """Expected a reason why the verified income or expense differs from what was declared by more than {permille} per thousand, but there is none. Say why."""


class StillHardNeedsReason(Invalid):
    """Expected a reason why the household is still in hardship after government relief, but there is none. Say why."""


class EventNeedsDate(Invalid):
    """Expected the date of the sudden event, but there is none. Enter it."""


# --- the study -------------------------------------------------------------------------------------------------------


class NoQuorum(Invalid):
    """Expected at least {needed} members without a conflict at the meeting, but there are {count}. Without a collective study there is no file: call the meeting again."""


class ChairNotPresent(Invalid):
    """Expected the chair of the meeting among the members present, but {name} is not. Correct the list."""


class ChairInConflict(Invalid):
    """Expected the meeting to be chaired by somebody without a conflict, but {name} declared one. Let another member chair it."""


class ConflictNotPresent(Invalid):
    """Expected the conflict to be declared by a member who was present, but {name} is not on the list. Correct the list."""


class ConflictNeedsReason(Invalid):
    """Expected a reason why a member stands aside, but there is none. Say what the conflict is."""


class VotesDoNotAddUp(Invalid):
    """Expected the votes to add up to the {voters} members who may vote, but they add up to {votes}. Count them again."""


class NoMajority(Invalid):
    """Expected more than half of the {voters} members who may vote to be in favour, but {votes} are. Record the result that the votes give."""


class MinutesBeforeVisit(Invalid):
    """Expected the minutes on or after the home visit of {visited}, but they are dated {held}. The study needs the visit's result: correct the date, or study the case again."""


class DayInFuture(Invalid):
    """Expected a day up to today, but {day} lies in the future. Correct the date."""


class ConflictsNotAsked(Invalid):
    """Expected the meeting to have been asked for conflicts of interest, but this is not confirmed. Ask, and tick the box."""


# --- the appraisal ---------------------------------------------------------------------------------------------------


class NoDeliberationYet(Conflict):
    """Expected the minutes of a collective study that proposes the case, but none are on record. Without a collective study there is no file: study the case first."""


class NoAppraisalYet(Conflict):
    """Expected an appraisal that proposes a category, but none is on record for this case. Appraise the case first."""


class AppraisalBeforeStudy(Invalid):
    """Expected the appraisal on or after the collective study of {held}, but it is dated {appraised}. Correct the date."""


class MainCauseTwice(Invalid):
    """Expected the secondary causes to differ from the main cause, but {cause} is both. Choose it once."""


class TooManyCauses(Invalid):
    """Expected at most {limit} secondary causes, but there are {count}. Keep the weightiest."""


class CauseNeedsText(Invalid):
    """Expected a description of the cause "other", but there is none. Describe it; the county must confirm it."""


class PrimaryGroupNotChosen(Invalid):
    """Expected the primary group among the groups chosen, but it is not. Choose it there too."""


# --- publicity -------------------------------------------------------------------------------------------------------


class PostedBeforeStudy(Invalid):
    """Expected the posting on or after the appraisal of {studied}, but it is dated {posted}. Post the notice after the case was studied."""


class NoticeWasChanged(Invalid):
    """Expected the notice to hang as the system wrote it, but the text differs. Post the text that is shown, without changes."""


class PersonalDataInNotice(Invalid):
    """Expected a notice without personal data, but it holds a number that looks like an ID, phone or card number. Remove it from the name of the place."""


class NothingIsPosted(Conflict):
    """Expected a notice that hangs now, but nothing is posted for this case. An objection can be raised while the notice hangs."""


class PublicityNotOver(Conflict):
    """Expected the publicity to be over, but its last day is {ends}. Without publicity there is no file: wait until that day has passed."""


class PublicityInterrupted(Conflict):
    """Expected the publicity to run, but an objection interrupts it. Decide on the objection first."""


class NoPublicityYet(Conflict):
    """Expected a finished publicity, but none is on record for this case. Without publicity there is no file: post the notice first."""


class ObjectionOpen(Conflict):
    """Expected no open objection, but {count} wait for a finding. Decide on them first."""


class NoOpenObjection(Conflict):
    """Expected an open objection, but there is none. Reload the page to see what happened to it."""


class FindingBeforeObjection(Invalid):
    """Expected the inquiry on or after the objection of {raised}, but it is dated {investigated}. Correct the date."""


class ObjectionTooShort(Invalid):
    """Expected the objection to say what is wrong, but it has fewer than {limit} characters. Write what is objected to."""


class ChannelUnknown(Invalid):
    """Expected the way in which the objection came to be one of {channels}, but it is another. Choose one of them."""


# --- decisions -------------------------------------------------------------------------------------------------------


class OpinionNeeded(Invalid):
    """Expected an opinion that says why, but there is none. The household is told the grounds: write them."""


class ReasonNeeded(Invalid):
    """Expected a coded reason, but none was chosen. Choose the reason."""


class MissingListNeeded(Invalid):
    """Expected a list of what must be supplied, but it is empty. List everything at once."""


class NotConfirmed(Invalid):
    """Expected the statement to be confirmed, but the box is not ticked. Read the evidence, then tick the box."""


class SignatureMissing(Invalid):
    """Expected a drawn signature, but there is none. Sign in the box."""


class NotAllReviewed(Invalid):
    """Expected all {needed} points to be reviewed before the case passes, but {count} are ticked. Review the others too."""


class NoReviewYet(Conflict):
    """Expected the county's review of this case, but none is on record that passes it. Let the county review it first."""


class NoSignatureYet(Conflict):
    """Expected the chair's signature, but none is on record for this case. Without the chair's signature there is no file: wait for the chair to sign."""


class EvidenceChangedSinceSigning(Conflict):
    """Expected the evidence that the chair signed, but it was replaced afterwards. Let the chair sign what is there now."""


class NoApprovalYet(Conflict):
    """Expected the county's approval, but none is on record for this case. Let the county approve it first."""


class NoConsentSeen(Invalid):
    """Expected the consents of all adult members to have been seen, but this is not confirmed. Without consent no data may be checked."""


class ReplyDatesWrong(Invalid):
    """Expected an answer on or after the day of the question, {asked}, but it is dated {replied}. Correct the line."""


class ReplyResultWrong(Invalid):
    """Expected an answered line to have the day of its answer and an unanswered one to have none. Correct line {line}."""


class OutcomeContradictsReplies(Invalid):
    """Expected the outcome to agree with the answers, but one of them says otherwise. Correct the outcome or the line."""


class CheckedBeforeFiling(Invalid):
    """Expected the check on or after the day of filing, {filed}, but it is dated {checked}. Correct the date."""


class OrderDueBeforeCheck(Invalid):
    """Expected the day by which it is put right after the check of {checked}, but it is {due}. Correct the date."""
