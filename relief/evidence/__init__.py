"""What proves a case: visit, comparison, statement, deliberation, publicity, signature."""
