"""Rules, templates, channels and receipts."""
