"""What an officer may be in a unit; diagrams write the values."""

from __future__ import annotations

from enum import StrEnum

from kit.i18n import Text


class Role(StrEnum):
    """A role that a post gives its holder in one unit."""

    CLERK = "clerk"  # 经办人
    VISITOR = "visitor"  # 走访人员
    COMMITTEE = "committee"  # 集体研究成员
    CHAIR = "chair"  # 主席
    REVIEWER = "reviewer"  # 审核员
    APPROVER = "approver"  # 审批人
    INSPECTOR = "inspector"  # 检查、抽查、督查人员
    MANAGER = "manager"  # 管理者
    PROCESS_OWNER = "process_owner"  # 流程管理员
    ADMINISTRATOR = "administrator"  # 系统管理员
    AUDITOR = "auditor"  # 经审

    @property
    def label(self) -> Text:
        """The role's name for readers."""
        return Text(_LABELS[self])

    @property
    def is_single(self) -> bool:
        """One holder in a unit at a time: a union has one chair."""
        return self is Role.CHAIR


_LABELS = {
    Role.CLERK: "Clerk",
    Role.VISITOR: "Visitor",
    Role.COMMITTEE: "Committee member",
    Role.CHAIR: "Chair",
    Role.REVIEWER: "Reviewer",
    Role.APPROVER: "Approver",
    Role.INSPECTOR: "Inspector",
    Role.MANAGER: "Manager",
    Role.PROCESS_OWNER: "Process owner",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
}
