"""Processes: engine, forms, instances, operations, services, flows."""
