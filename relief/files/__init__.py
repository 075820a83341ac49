"""The hardship file and its episodes, behind the four gates."""
