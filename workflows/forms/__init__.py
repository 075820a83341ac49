"""Form schemas and the validation of what officers enter."""
