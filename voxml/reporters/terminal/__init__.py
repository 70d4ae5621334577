"""What people read in a terminal: the roles of colours, lines that wrap, code frames with marks, and changed words."""
