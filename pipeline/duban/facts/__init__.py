"""What the mentions mean, decided once for a whole document: times, targets, officials, tasks, owners."""
