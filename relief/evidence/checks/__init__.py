"""The checks that follow filing: county, city, province (D11)."""
