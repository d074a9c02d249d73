"""Documents on paper: certificates, action plans and logs."""
