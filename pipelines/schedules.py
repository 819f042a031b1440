"""When the job runs by itself: once a year, after Brå's final figures. Off until switched on."""

import dagster as dg

from pipelines.jobs import refresh_job


@dg.schedule(
    job=refresh_job,
    cron_schedule="0 6 1 4 *",
    execution_timezone="Europe/Stockholm",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Den 1 april kl. 06.00: föregående års lägesbild, när Brås slutliga siffror har kommit.",
)
def yearly_refresh(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The lägesbild of the year that has ended."""
    year = str(context.scheduled_execution_time.year - 1)
    return dg.RunRequest(run_key=f"lagesbild-{year}", partition_key=year)
