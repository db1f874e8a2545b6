"""The notation of cues, and how they are found in a text."""
