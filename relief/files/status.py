"""The lives of a hardship file and of an episode, as two tables."""

from __future__ import annotations

from enum import StrEnum

from kit.transitions import StateMachine, Transition


class FileStatus(StrEnum):
    """Where a file stands. INHERITED came from an old system and is still to be checked again."""

    INHERITED = "INHERITED"  # 在档待复核
    FILED = "FILED"  # 在档
    RELIEVED = "RELIEVED"  # 解困，仍在档
    EXITED = "EXITED"  # 脱困退出
    CLOSED = "CLOSED"  # 销档


class EpisodeStatus(StrEnum):
    """Where an episode stands."""

    CANDIDATE = "CANDIDATE"  # 建档程序中
    INHERITED = "INHERITED"  # 沿用旧档
    FILED = "FILED"  # 在期
    ENDED = "ENDED"  # 已结束
    DROPPED = "DROPPED"  # 未建档


ACTIVE = (FileStatus.INHERITED, FileStatus.FILED, FileStatus.RELIEVED)
"""Statuses in which the household and everybody in it are taken, nation-wide."""

_NEW = "NEW"

FILE = StateMachine(
    thing="hardship file",
    initial=_NEW,
    moves=(
        Transition(_NEW, "file", FileStatus.FILED, "process, after the four gates"),
        Transition(_NEW, "inherit", FileStatus.INHERITED, "import of an old register"),
        Transition(FileStatus.INHERITED, "file", FileStatus.FILED, "process, after the four gates"),
        Transition(FileStatus.INHERITED, "close", FileStatus.CLOSED, "county"),
        Transition(FileStatus.FILED, "relieve", FileStatus.RELIEVED, "quarterly adjustment"),
        Transition(FileStatus.RELIEVED, "fall back", FileStatus.FILED, "quarterly adjustment"),
        Transition(FileStatus.FILED, "exit", FileStatus.EXITED, "quarterly adjustment"),
        Transition(FileStatus.RELIEVED, "exit", FileStatus.EXITED, "quarterly adjustment"),
        Transition(FileStatus.FILED, "close", FileStatus.CLOSED, "county"),
        Transition(FileStatus.RELIEVED, "close", FileStatus.CLOSED, "county"),
        Transition(FileStatus.EXITED, "file", FileStatus.FILED, "process, after the four gates (返困)"),
        Transition(FileStatus.CLOSED, "file", FileStatus.FILED, "process, after the four gates"),
    ),
)

EPISODE = StateMachine(
    thing="episode",
    initial=EpisodeStatus.CANDIDATE,
    moves=(
        Transition(EpisodeStatus.CANDIDATE, "file", EpisodeStatus.FILED, "process, after the four gates"),
        Transition(EpisodeStatus.CANDIDATE, "drop", EpisodeStatus.DROPPED, "process, the case ends without a file"),
        Transition(EpisodeStatus.FILED, "end", EpisodeStatus.ENDED, "exit, closing or a new episode"),
        Transition(EpisodeStatus.INHERITED, "end", EpisodeStatus.ENDED, "closing or a new episode"),
    ),
)
