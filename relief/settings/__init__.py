"""What a jurisdiction sets, from a day to a day, with its legal basis; nearest division first."""
