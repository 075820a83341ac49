"""FEEL and DMN: parse a decision file and evaluate it with an explanation."""
