"""Pages: facts in, HTML and pictures out. Nothing is decided or stored here."""
