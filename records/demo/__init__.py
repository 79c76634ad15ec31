"""The demo practice: fictitious people, every step made through the actions that the screens use."""
