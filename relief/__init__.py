"""The domain: households, intake, evidence, eligibility, files, quarters, campaigns."""
