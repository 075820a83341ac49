"""Units, officers and posts from CSV and XLSX, with a receipt for every row."""
