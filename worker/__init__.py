"""The worker: relays the outbox and sweeps what has become due; plain loops over operations."""
