"""Process definitions, instances, timers, waits and incidents as rows."""
