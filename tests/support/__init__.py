"""What several tests share: databases, officers, cases that travelled the real path."""
