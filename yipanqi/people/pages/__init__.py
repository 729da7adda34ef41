"""What people see of people: the list, one person, accounts and appointments."""
