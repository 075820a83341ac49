"""The only importer of SpiffWorkflow: publish, snapshot, step. Data in, data out."""
