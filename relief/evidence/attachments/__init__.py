"""Photos, scans and drawn signatures that belong to a case, encrypted."""
