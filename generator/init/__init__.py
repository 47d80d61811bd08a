"""The questions of ``lastbild init``, their answers, and the files to start from."""
