"""Files of all years together: for the authority, for research and as open data."""
