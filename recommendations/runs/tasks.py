"""The queue: one task, which does whatever waits for one run."""

from django_tasks import TaskContext, task

from recommendations.runs import work

BACKEND = "imports"
"""Name of the queue's backend in the settings (``TASKS``)."""


@task(backend=BACKEND, takes_context=True)
def perform(context: TaskContext, run_id: int) -> None:
    """Do what waits for the run."""
    work.perform(run_id, context.task_result.id)
