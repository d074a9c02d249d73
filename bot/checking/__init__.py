"""The public page that tells whether a certificate holds."""
