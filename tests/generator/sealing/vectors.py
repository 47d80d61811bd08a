"""A key, each of its forms, and a key file, all made by other programs.

``age-encryption`` 0.3.1 for JavaScript locked the file and derived the public key, ``@scure/bip39`` 2.4 wrote
the words, and ``@scure/base`` the public text. A page in a browser uses these, so it must agree with Python.
"""

IDENTITY = "AGE-SECRET-KEY-13HC2VYM5NLXV7RVN4Y06KPV4UC0CKXPT6VAW8YUG7EX0D97Q8JXQDU04Z4"
WORDS = (
    "mistake lunch luggage truck wolf guide curve inside cabbage flag grace slow "
    "weather metal quantum guard toe ordinary diesel okay harvest theme vendor maid"
)
PUBLIC_TEXT = "lastbild1qnw8ers9v2d7mx8l8vzfmmfhq7edrp99fg5zx2rupsu02456ggpzsd5p3pn"
OPENED_BY = "ein Satz für die Urne"
KEY_FILE = b"""\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBUTGwxMGtLb1haQ01XbnJG
T3piNWhRIDE4CkI3M0FvVTZuY3FuTDQxQ2NJWWpFSHJNMlBweGNLdDVtWG1BblpG
Mk83YnMKLS0tIFJkbWhkSmpkQ3cvclpPUG9uU001c0loWjhYWVZib0xXd3o0Mllq
Q200YXcKSMENGDpQLFW7nblAxxeCtamm960wWuzrR+6YGf3/YUB7YUmTo8ziawkN
QS1PdRY2Vv6IMWULUnQ2FQT82jNBlRXtT7uukAKXT3+dhTtYE+eqGiR7SBKTFTdn
k1WjKyrfHqop51myK0fJ1tHEhC/bAQn2mnL06VYXb+A1kIbMEA==
-----END AGE ENCRYPTED FILE-----
"""
