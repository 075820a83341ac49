"""Who may act on a work item: holders of its post and their stand-ins, less the excluded."""

from __future__ import annotations

from kit.i18n import Text
from tasks.errors import ExcludedFromTask, NotYourTask
from tasks.records import WorkItemRecord
from unions.records import Actor, PostRecord
from unions.roles import Role


def post_for(actor: Actor, item: WorkItemRecord) -> PostRecord | None:
    """Return the post by which ``actor`` may act on the item; an own post comes before a stand-in's."""
    posts = [post for post in actor.posts if post.unit_id == item.unit_id and post.role == item.role]
    return min(posts, key=lambda post: post.via is not None, default=None)


def check_may_act(actor: Actor, item: WorkItemRecord, verb: str) -> PostRecord:
    """Return the post by which ``actor`` acts.

    Raises:
        NotYourTask: the actor holds no post at the item's unit in its role.
        ExcludedFromTask: the actor is excluded by the separation of duties.
    """
    post = post_for(actor, item)
    if post is None:
        raise NotYourTask(verb=Text(verb), label=item.label, role=Role(item.role).label, unit=item.unit_name)
    if actor.officer_id in item.excluded:
        raise ExcludedFromTask(verb=Text(verb), label=item.label)
    return post


def may_act(actor: Actor, item: WorkItemRecord) -> bool:
    """Say whether ``check_may_act`` would pass."""
    return post_for(actor, item) is not None and actor.officer_id not in item.excluded
