"""The status of jobs and stages of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyrite._rdd import events

if TYPE_CHECKING:
    from pyrite._rdd.events import Event

__all__ = ["SparkExecutorInfo", "SparkJobInfo", "SparkStageInfo", "StatusTracker"]

#: Ended jobs that are remembered: ``spark.ui.retainedJobs`` of Spark.
_RETAINED = 1000


class SparkJobInfo(NamedTuple):
    """A job: its stages, and whether it is RUNNING, SUCCEEDED or FAILED."""

    jobId: int
    stageIds: list[int]
    status: str


class SparkStageInfo(NamedTuple):
    """A stage and how far it is."""

    stageId: int
    currentAttemptId: int
    name: str
    numTasks: int
    numActiveTasks: int
    numCompletedTasks: int
    numFailedTasks: int


class SparkExecutorInfo(NamedTuple):
    """What runs tasks: this process."""

    host: str
    port: int
    cacheSize: int
    numRunningTasks: int
    usedOnHeapStorageMemory: int
    usedOffHeapStorageMemory: int
    totalOnHeapStorageMemory: int
    totalOffHeapStorageMemory: int


class StatusTracker:
    """Tells what jobs and stages of RDDs do, for progress reports. ``SparkContext.statusTracker`` makes it."""

    def __init__(self, history: History) -> None:
        self._history = history

    def getJobIdsForGroup(self, jobGroup: str | None = None) -> list[int]:
        """The numbers of the jobs of a group, of those in no group for None. Order means nothing."""
        return [job for job, group in list(self._history.groups.items()) if group == jobGroup]

    def getActiveStageIds(self) -> list[int]:
        """The numbers of the stages that run, in order."""
        return sorted(self._history.active_stages)

    def getActiveJobsIds(self) -> list[int]:
        """The numbers of the jobs that run, in order."""
        return sorted(job for job, info in list(self._history.jobs.items()) if info.status == "RUNNING")

    def getJobInfo(self, jobId: int) -> SparkJobInfo | None:
        """What is known of a job; None when it is unknown or too long ago."""
        return self._history.jobs.get(jobId)

    def getStageInfo(self, stageId: int) -> SparkStageInfo | None:
        """What is known of a stage; None when it is unknown or too long ago."""
        return self._history.stages.get(stageId)

    def getExecutorInfos(self) -> list[SparkExecutorInfo]:
        """What runs tasks."""
        running = sum(self._history.stages[stage].numActiveTasks for stage in list(self._history.active_stages))
        return [SparkExecutorInfo("localhost", 0, 0, running, 0, 0, 0, 0)]


class History:
    """Listens to events and remembers the state of jobs and stages."""

    def __init__(self) -> None:
        self.jobs: dict[int, SparkJobInfo] = {}
        self.groups: dict[int, str | None] = {}
        self.stages: dict[int, SparkStageInfo] = {}
        self.active_stages: set[int] = set()

    def __call__(self, event: Event) -> None:
        if isinstance(event, events.JobStarted):
            self.jobs[event.job] = SparkJobInfo(event.job, event.stages, "RUNNING")
            self.groups[event.job] = event.properties.get("spark.jobGroup.id")
            while len(self.jobs) > _RETAINED:
                oldest = next(iter(self.jobs))
                for stage in self.jobs.pop(oldest).stageIds:
                    self.stages.pop(stage, None)
                self.groups.pop(oldest, None)
        elif isinstance(event, events.JobEnded):
            if event.job in self.jobs:
                self.jobs[event.job] = self.jobs[event.job]._replace(status=event.status)
        elif isinstance(event, events.StageStarted):
            self.stages[event.stage] = SparkStageInfo(event.stage, event.attempt, event.name, event.tasks, 0, 0, 0)
            self.active_stages.add(event.stage)
        elif isinstance(event, events.StageEnded):
            self.active_stages.discard(event.stage)
        else:
            self._count(event)

    def _count(self, event: events.TaskStarted | events.TaskEnded) -> None:
        stage = self.stages.get(event.stage)
        if stage is None:
            return
        if isinstance(event, events.TaskStarted):
            stage = stage._replace(numActiveTasks=stage.numActiveTasks + 1)
        elif event.succeeded:
            stage = stage._replace(
                numActiveTasks=stage.numActiveTasks - 1, numCompletedTasks=stage.numCompletedTasks + 1
            )
        else:
            stage = stage._replace(numActiveTasks=stage.numActiveTasks - 1, numFailedTasks=stage.numFailedTasks + 1)
        self.stages[event.stage] = stage
