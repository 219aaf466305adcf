"""What anybody may open: the form by which somebody asks for help, for herself or another."""
