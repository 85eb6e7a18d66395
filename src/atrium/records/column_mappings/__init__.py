"""What the columns of a contact file become: suggested, overruled, checked."""
