"""The phone in the browser: a page that rings, is picked up, hears the call and presses its keys."""
