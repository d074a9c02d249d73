"""The installation looked over, one part after the other, without changing anything."""
