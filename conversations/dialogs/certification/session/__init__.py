"""Learning sessions: invited to, prepared for, attended, looked back on and made up for."""
