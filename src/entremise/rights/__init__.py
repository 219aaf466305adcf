"""What she may ask for, in words read by somebody entitled; and the steps agreed with her."""
