"""What a whole lint run is made of: finding files, judging them, suppressing, caching, fixing."""
