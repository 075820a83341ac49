"""The only importer of Prefect: thin scheduled and batch flows."""
