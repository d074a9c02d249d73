"""The way to the certificate and what comes after it."""
