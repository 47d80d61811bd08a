"""What ``lastbild init`` does: questions, their answers, and the files to start from."""
