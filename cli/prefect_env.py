"""The environment of the Prefect server and runner: their home under ``var/``, no outside calls, measured tuning."""

from __future__ import annotations

from kit.settings import Settings


def prefect_environment(settings: Settings) -> dict[str, str]:
    """Return the variables that both Prefect processes run with."""
    return {
        "PREFECT_HOME": str(settings.var_dir / "prefect"),
        "PREFECT_API_URL": settings.prefect_api_url,
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "workflows",
        # Without these two the server calls home every ten minutes.
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_UI_API_URL": settings.prefect_api_url,
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        # A dead run is told from a live one by its heartbeat; the default of three minutes takes live runs for dead.
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        # Leases on disk: with those in memory a restart of the server leaks the slots that were held.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        # The defaults record one event at a time, which costs four times the processor.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "200",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "500",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "200",
        "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "50",
    }
