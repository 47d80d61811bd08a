"""The ``lastbild`` commands: Click only. Each imports its modules when it runs, so that help is instant."""
