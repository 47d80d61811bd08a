"""The tiny collection endpoint: it counts type codes, or stores sealed ballots that it cannot open.

May import ``questionnaire`` and the libraries named in pyproject.toml (Starlette, uvicorn, SQLAlchemy);
never ``generator`` or ``pyodide_app``. Two sides over the same values (model, errors): the storage (tables,
database, recording, registering) and HTTP (door, places, app, middleware, body, refusals, writer, turns).
Only the server, which puts them together, knows both.

There is no row per submission but the sealed ballot, no time, no address and no order, neither in the
database nor in a log.

>>> import datetime as dt
>>> from collector import Storage, Submission, Survey
>>> day = dt.date(2027, 1, 11)
>>> storage = Storage.open("sqlite://")
>>> storage.register(Survey("hafen-2027", "open", "type", day, day, 10, 140), today=day)
>>> storage.record([Submission("hafen-2027", "A")], today=day)
(<Result.ACCEPTED: 'accepted'>,)
>>> storage.dispose()
"""

from collector.errors import CollectorError, StorageError
from collector.model import Mode, Result, SealedSubmission, Submission, Survey
from collector.standing import Standing
from collector.storage import Storage

__all__ = [
    "CollectorError",
    "Mode",
    "Result",
    "SealedSubmission",
    "Standing",
    "Storage",
    "StorageError",
    "Submission",
    "Survey",
]
