"""A key, each of its forms, and a key file, all made by other programs.

``jose`` 6.2 for JavaScript locked the file, ``@scure/bip39`` 2.4 wrote the words, ``@scure/base`` the public
text, and the reference by the authors of BIP-173 the text of the QR code. A page in a browser uses the first
two, so it must agree with Python.
"""

QR_CODE_TEXT = "LASTBILD-SECRET1Q3HC2VYM5NLXV7RVN4Y06KPV4UC0CKXPT6VAW8YUG7EX0D97Q8JXQDE73LD"
WORDS = (
    "mistake lunch luggage truck wolf guide curve inside cabbage flag grace slow "
    "weather metal quantum guard toe ordinary diesel okay harvest theme vendor maid"
)
PUBLIC_TEXT = "lastbild1qnw8ers9v2d7mx8l8vzfmmfhq7edrp99fg5zx2rupsu02456ggpzsd5p3pn"
OPENED_BY = "ein Satz für die Urne"
KEY_FILE = (
    b"{\n"
    b' "ciphertext": "z4fsqnFs3G61BwBkwgneadbh-ZMj6uXltzJmT7bNnomC16ToChIbCRwRcpKbBDUjGgcjduFEDv'
    b"5Czq6bk4T_DB8xO0fKdNbdpOzJ512EDpKNiSFD1xspvP3pDS3P8ZwmabNKBIBxYeiBiSM0UddL-UC8mbcHMoQQ9Fxk"
    b'3du1CSA",\n'
    b' "iv": "hHjqSB_h3iYih34r",\n'
    b' "tag": "H9zE5wFPHVxf4Pd1WS__DQ",\n'
    b' "encrypted_key": "NpyYMOFxw6FtVDvjDHwRBsTQ4mFKQtrJwow-0mu7zvwo3Ycwh52FBQ",\n'
    b' "protected": "eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIiwiY3R5IjoiandrK2p'
    b"zb24iLCJraWQiOiJsYXN0YmlsZDFxbnc4ZXJzOXYyZDdteDhsOHZ6Zm1tZmhxN2VkcnA5OWZnNXp4MnJ1cHN1MDI0N"
    b'TZnZ3B6c2Q1cDNwbiIsInAyYyI6MTAwMDAwMCwicDJzIjoiTEFFY2hPdFdfQ2laX25MdDhUZk9BQSJ9"\n'
    b"}\n"
)
